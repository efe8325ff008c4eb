import { existsSync } from 'node:fs'
import { commands } from './commands/all.ts'
import { describeCommand, runCommand, UsageError } from './commands/command.ts'
import { sentenceFor } from './commands/sentence-for.ts'

// Settings may stand in a file beside us; what the environment says goes before it.
if (existsSync('.env')) process.loadEnvFile('.env')
// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1))

/** The command line: `bin/motcua <command>`. */
async function main(words: readonly string[]): Promise<number> {
  const found = commands.find(({ name }) => name.split(' ').every((word, index) => words[index] === word))
  if (!found) {
    const isHelp = words[0] === '--help' || words[0] === 'help'
    const list = commands.map(({ name, summary }) => `  ${name.padEnd(20)} ${summary}`).join('\n')
    process[isHelp ? 'stdout' : 'stderr'].write(
      `bin/motcua <command>\n\n${list}\n\n  Each has --help and --json.\n`,
    )
    return isHelp ? 0 : 2
  }
  try {
    return await runCommand(found, words.slice(found.name.split(' ').length))
  } catch (error) {
    process.stderr.write(`motcua: ${sentenceFor(error)}\n`)
    if (error instanceof UsageError) process.stderr.write(`\n${describeCommand(found)}`)
    return error instanceof UsageError ? 2 : 1
  }
}

const code = await main(process.argv.slice(2))
// Output to a pipe is written before the process ends; what a library left open does not keep it alive.
process.exitCode = code
await new Promise<void>((written) => process.stdout.write('', () => written()))
process.exit()
