import { TooLong } from './read-at-most.ts'

/** A call gave no usable answer. `mayHaveTaken`: what it asked for may have been done before the line broke. */
export class Unanswered extends Error {
  override readonly name: string = 'Unanswered'
  readonly mayHaveTaken: boolean
  constructor(message: string, options: Readonly<{ mayHaveTaken: boolean; cause?: unknown }>) {
    super(message, { cause: options.cause })
    this.mayHaveTaken = options.mayHaveTaken
  }
}

/**
 * Why a call over HTTP gave nothing, in a few words for logs and for who operates the system: `not in time`, `its certificate
 * has expired: CERT_HAS_EXPIRED`, `ECONNREFUSED`. Nothing of what was sent or came is in it.
 */
export function explainFailedCall(error: unknown): string {
  if (error instanceof TooLong) return `its answer is ${error.message}`
  if (error instanceof SyntaxError) return 'its answer is no JSON'
  const { name, message } = error as Error
  if (name === 'TimeoutError') return 'not in time'
  const code = codeOf(error)
  const words = certificateWords[code]
  if (words) return `${words}: ${code}`
  return code || message.slice(0, 200)
}

/** Whether a call that failed cannot have arrived: there was no connection, or none that we trusted with it. */
export function neverArrived(error: unknown): boolean {
  const code = codeOf(error)
  return noConnection.has(code) || Object.hasOwn(certificateWords, code)
}

/** Whether it failed because the other side's certificate is none that we trust. */
export const isNotTrusted = (error: unknown): boolean => Object.hasOwn(certificateWords, codeOf(error))

/** What the system, or TLS, calls it: the code at the end of the causes; empty where there is none. */
function codeOf(error: unknown): string {
  let found = ''
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { code?: unknown }
    if (typeof code === 'string') found = code
  }
  return found
}

const noConnection = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

const unknownIssuer = 'who issued its certificate is not trusted'

const certificateWords: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  CERT_REVOKED: 'its certificate was revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is made out to another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownIssuer,
  SELF_SIGNED_CERT_IN_CHAIN: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownIssuer,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownIssuer,
}
