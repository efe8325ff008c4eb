import { AppError, errorRegistry } from '#platform/errors'

const expected = ['ConfigError', 'DatabaseUnavailable', 'FileRefused', 'MigrationRefused', 'UsageError']

/** What went wrong, as one sentence for the person at the keyboard. A bug of ours shows where it is. */
export function sentenceFor(error: unknown): string {
  if (error instanceof AppError) {
    const detail = Object.entries(error.detail).map(([name, value]) => `${name}: ${String(value)}`)
    return [errorRegistry.get(error.code)?.[1] ?? error.code, ...detail].join(' ')
  }
  if (!(error instanceof Error)) return String(error)
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND') {
    return `the database does not answer (${error.message || code}): start it, or check DATABASE_URL`
  }
  return expected.includes(error.name) ? error.message : (error.stack ?? error.message)
}
