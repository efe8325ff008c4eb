/**
 * The one error type that may cross a module's border on purpose. Everything
 * else that is thrown is a bug or an outage, and is answered with 500.
 *
 * `code` is stable and public: clients switch on it, `docs/errors.md` lists it.
 * `detail` is public too: it never holds personal data.
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: string
  readonly status: number
  readonly detail: Readonly<Record<string, unknown>>

  constructor(code: string, status: number, detail: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(code, options)
    this.code = code
    this.status = status
    this.detail = detail
  }
}

/** One row of the registry: the HTTP status and, in one sentence, what it means and what to do. */
export type ErrorMeaning = readonly [status: number, meaning: string]

const registry = new Map<string, ErrorMeaning>()

/** Every error that has been declared, by code. `docs/errors.md` is compared with it, both ways. */
export const errorRegistry: ReadonlyMap<string, ErrorMeaning> = registry

/**
 * Declares the errors of a module and returns the function that makes them:
 * `throw problem('dossiers.wrong_state', { state })`.
 */
export function defineErrors<const Table extends Record<string, ErrorMeaning>>(table: Table) {
  for (const [code, meaning] of Object.entries(table)) registry.set(code, meaning)
  return (code: keyof Table & string, detail?: Record<string, unknown>, options?: ErrorOptions): AppError =>
    new AppError(code, table[code]?.[0] ?? 500, detail, options)
}

/** The errors that any route may answer. */
export const requestProblem = defineErrors({
  'request.invalid': [
    400,
    'The request does not fit the schema; `fields` names each field and what was expected.',
  ],
  'request.not_found': [404, 'There is no such address.'],
  'request.not_signed_in': [401, 'Sign in first, or send a bearer token.'],
  'request.not_allowed': [403, 'The signed-in person may not do this.'],
  'request.foreign_origin': [403, 'A form was sent from another site; send it from our own page.'],
  'request.too_large': [413, 'The body is larger than this address accepts.'],
  'request.unsupported_media_type': [415, 'This address does not take a body of that media type.'],
  'request.too_many': [429, 'Too many attempts; wait as long as `retryAfterSeconds` says.'],
  'request.key_reused': [
    422,
    'The Idempotency-Key was used before for another request; use a new key, nothing was written.',
  ],
  internal: [
    500,
    'An error of ours. Nothing was written; send it again, and quote the reference if it persists.',
  ],
  not_ready: [
    503,
    'A part of the system does not do what it is there for; `check` names it, `found` says what was seen.',
  ],
  no_space: [
    507,
    'There is no room left to store what was sent. Nothing of it was written; send it again later.',
  ],
  unavailable: [
    503,
    'The database or the file store does not answer. Nothing was written; send it again later.',
  ],
})
