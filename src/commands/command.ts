import { type ParseArgsConfig, parseArgs } from 'node:util'

type Options = NonNullable<ParseArgsConfig['options']>

/** What a command is called with: its options, the words after them, and where it writes. */
export type Call = Readonly<{
  options: Readonly<Record<string, string | boolean | undefined>>
  words: readonly string[]
  output: Output
}>

/** Standard output for a person, or JSON lines and nothing else for a script. */
export type Output = Readonly<{
  isJson: boolean
  say: (sentence: string) => void
  record: (record: object) => void
}>

export type Command = Readonly<{
  /** One or two words, e.g. `serve`, `procedures import`. */
  name: string
  /** The words and options after the name. */
  usage: string
  summary: string
  options?: Options
  /** Exit code 0: done; 1: failed or refused; 2: called wrongly. */
  run: (call: Call) => Promise<0 | 1 | 2>
}>

/** The command was called wrongly; the message says how. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** A file or folder that was named cannot be read or written: refused, though the call was right. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused'
}

/** The verdict on one of several files that cannot be read; those after it are still judged. */
export function tellUnreadable(output: Output, file: string): void {
  output.record({ file, verdict: 'unreadable' })
  output.say(`unreadable  ${file}`)
}

const everywhere = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
} as const satisfies Options

/** Reads the words after the command's name and runs it. */
export async function runCommand(command: Command, words: readonly string[]): Promise<number> {
  const { values, positionals } = readWords(command, words)
  if (values.help) {
    process.stdout.write(describeCommand(command))
    return 0
  }
  const output = makeOutput(values.json === true)
  return await command.run({ options: values as Call['options'], words: positionals, output })
}

function readWords({ options, name }: Command, words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: { ...options, ...everywhere }, allowPositionals: true })
  } catch (error) {
    throw new UsageError(`${name}: ${(error as Error).message}`)
  }
}

function makeOutput(isJson: boolean): Output {
  return {
    isJson,
    say: (sentence) => {
      if (!isJson) process.stdout.write(`${sentence}\n`)
    },
    record: (record) => {
      if (isJson) process.stdout.write(`${JSON.stringify(record)}\n`)
    },
  }
}

export const describeCommand = ({ name, usage, summary }: Command): string =>
  `bin/motcua ${name} ${usage}\n\n  ${summary}\n\n  --json  JSON lines on standard output, nothing else\n  --help  this text\n\n  Exit codes: 0 done, 1 failed or refused, 2 called wrongly.\n`
