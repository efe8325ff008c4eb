import { type DestinationStream, type LogFn, type Logger, pino } from 'pino'

export type Log = Logger

const redact = {
  paths: [
    'req.headers.authorization',
    'req.headers.cookie',
    '*.password',
    '*.personalId',
    '*.token',
    '*.secret',
  ],
  censor: '[hidden]',
}

const kept = ['code', 'constraint', 'table', 'column', 'schema'] as const
const deepestCause = 5

/**
 * An error as the log keeps it. Everything else it carries is left out: PostgreSQL puts whole rows into `detail` and
 * `where`, a mail server the address. A value that PostgreSQL could not read (SQLSTATE class 22) is cut from its message.
 */
export function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error
  const fields = error as Error & Readonly<Record<string, unknown>>
  const message = messageOf(error)
  return {
    type: error.constructor.name,
    message,
    stack: error.stack?.replace(error.message, () => message),
    ...Object.fromEntries(
      kept.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]),
    ),
    ...(error.cause instanceof Error &&
      depth < deepestCause && { cause: describeError(error.cause, depth + 1) }),
  }
}

/** The message; of a value that cannot be read, without what stands between the first and the last quotation mark. */
const messageOf = (error: Error & { code?: unknown }): string =>
  /^22\w{3}$/.test(String(error.code)) ? error.message.replace(/".*"/s, '"[hidden]"') : error.message

/** Without a sentence of its own a line gets the message of its error: as it is kept, not as it came. */
function logMethod(this: Logger, words: Parameters<LogFn>, write: LogFn): void {
  const [first, ...rest] = words as unknown[]
  const error = first instanceof Error ? first : (first as { err?: unknown } | undefined)?.err
  const told = rest.length === 0 && error instanceof Error ? [messageOf(error)] : rest
  write.apply(this, [first, ...told] as Parameters<LogFn>)
}

/**
 * Opens the log, JSON lines on standard error: standard output belongs to what a command answers. What could be a
 * secret or a person's data is cut before it is written.
 */
export const openLog = (level: string, destination: DestinationStream = pino.destination(2)): Logger =>
  pino({ level, base: null, redact, serializers: { err: describeError }, hooks: { logMethod } }, destination)
