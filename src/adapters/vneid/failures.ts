import { AuthorizationResponseError, ResponseBodyError } from 'openid-client'
import type { SignInFailure } from '#modules/citizens'
import { TooLong } from '#platform/read-at-most'

/** What went wrong at the provider, in the words that a person is told. */
export function explainFailure(error: unknown): SignInFailure {
  if (error instanceof AuthorizationResponseError)
    return error.error === 'access_denied' ? 'cancelled' : 'provider_unavailable'
  if (error instanceof ResponseBodyError)
    return error.error === 'invalid_grant' ? 'code_used' : 'provider_unavailable'
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const found = byCode.get(String((cause as { code?: unknown }).code)) ?? byKind(cause)
    if (found) return found
  }
  return 'answer_not_ours'
}

/** Whether it is for the provider, or the way to it, to be mended; the rest is a person's, or this sign-in's alone. */
export const isTheirs = (code: SignInFailure): boolean =>
  ['provider_unavailable', 'provider_garbled', 'proof_refused', 'clock_wrong'].includes(code)

const byCode = new Map<string, SignInFailure>([
  ['OAUTH_TIMEOUT', 'provider_unavailable'],
  ['ERR_JWKS_TIMEOUT', 'provider_unavailable'],
  ['OAUTH_RESPONSE_IS_NOT_JSON', 'provider_garbled'],
  ['OAUTH_PARSE_ERROR', 'provider_garbled'],
  ['OAUTH_RESPONSE_IS_NOT_CONFORM', 'provider_garbled'],
  ['OAUTH_JWT_TIMESTAMP_CHECK_FAILED', 'clock_wrong'],
  ['ERR_JWT_EXPIRED', 'clock_wrong'],
  ['ERR_JWS_SIGNATURE_VERIFICATION_FAILED', 'proof_refused'],
  ['ERR_JWKS_NO_MATCHING_KEY', 'proof_refused'],
  ['ERR_JWS_INVALID', 'proof_refused'],
  ['ERR_JOSE_NOT_SUPPORTED', 'proof_refused'],
])

/** No connection, no answer in time, or one without end. */
function byKind(error: Error): SignInFailure | null {
  const { name, message } = error
  if (error instanceof TooLong) return 'provider_garbled'
  const isAway =
    ['TimeoutError', 'AbortError'].includes(name) || ['fetch failed', 'terminated'].includes(message)
  return isAway ? 'provider_unavailable' : null
}
