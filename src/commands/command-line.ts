import { existsSync } from 'node:fs'
import { commands } from './all.ts'
import { describeCommand, runCommand, UsageError } from './command.ts'
import { sentenceFor } from './sentence-for.ts'

/** The command line: `bin/motcua <command>`. Answers the exit code: 0 done, 1 failed or refused, 2 called wrongly. */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  // Settings may stand in a file beside us; what the environment says goes before it.
  if (existsSync('.env')) process.loadEnvFile('.env')
  // A reader that has seen enough (`| head`) is no error.
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1))
  const found = commands.find(({ name }) => name.split(' ').every((word, index) => words[index] === word))
  if (!found) return listCommands(words[0] === '--help' || words[0] === 'help')
  try {
    return await runCommand(found, words.slice(found.name.split(' ').length))
  } catch (error) {
    process.stderr.write(`motcua: ${sentenceFor(error)}\n`)
    if (error instanceof UsageError) process.stderr.write(`\n${describeCommand(found)}`)
    return error instanceof UsageError ? 2 : 1
  }
}

function listCommands(wasAsked: boolean): number {
  const list = commands.map(({ name, summary }) => `  ${name.padEnd(20)} ${summary}`).join('\n')
  const text = `bin/motcua <command>\n\n${list}\n\n  Each has --help and --json.\n`
  process[wasAsked ? 'stdout' : 'stderr'].write(text)
  return wasAsked ? 0 : 2
}
