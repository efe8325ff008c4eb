import { type Logger, pino } from 'pino'

export type Log = Logger

/** Opens the log. What could be a secret or a person's data is cut before it is written. */
export function openLog(level: string): Logger {
  return pino({
    level,
    base: null,
    redact: {
      paths: [
        'req.headers.authorization',
        'req.headers.cookie',
        '*.password',
        '*.personalId',
        '*.token',
        '*.secret',
      ],
      censor: '[hidden]',
    },
  })
}
