import { type Logger, pino } from 'pino'

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

/**
 * Opens the log, JSON lines on standard error: standard output belongs to what a command answers. What could be a
 * secret or a person's data is cut before it is written.
 */
export const openLog = (level: string): Logger => pino({ level, base: null, redact }, pino.destination(2))
