import {
  AuthorizationResponseError,
  // biome-ignore lint/suspicious/noDeprecatedImports: it is marked so to stand out; used towards loopback only
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  None,
  ResponseBodyError,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import type { IdentityProvider, SignInFailure } from '#modules/identity'
import type { Log } from '#platform/log'
import { readCitizen } from './claims.ts'

export type VneidOptions = Readonly<{
  issuer: string
  clientId: string
  clientSecret?: string | undefined
  /** Our `/sign-in/callback`, as the provider knows it. */
  redirectUri: string
  log: Log
  timeoutSeconds?: number
}>

/** Opens the way to VNeID, or to any provider of OpenID Connect. It is asked for the first time when somebody signs in. */
export function openVneid(options: VneidOptions): IdentityProvider {
  const { redirectUri, log } = options
  const getProvider = makeDiscovery(options)
  const begin: IdentityProvider['begin'] = async (level) => {
    try {
      const provider = await getProvider()
      const secrets = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() }
      const url = buildAuthorizationUrl(provider, {
        redirect_uri: redirectUri,
        scope: 'openid',
        state: secrets.state,
        nonce: secrets.nonce,
        code_challenge: await calculatePKCECodeChallenge(secrets.codeVerifier),
        code_challenge_method: 'S256',
        acr_values: level === 2 ? '2' : '1 2',
      })
      return { ok: true, url: url.href, secrets }
    } catch (error) {
      log.warn({ err: error }, 'the identity provider does not answer')
      return { ok: false, code: 'provider_unavailable' }
    }
  }
  const finish: IdentityProvider['finish'] = async (query, { state, nonce, codeVerifier }) => {
    try {
      const provider = await getProvider()
      const tokens = await authorizationCodeGrant(provider, new URL(`${redirectUri}?${query}`), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      })
      const claims = await fetchUserInfo(provider, tokens.access_token, tokens.claims()?.sub ?? '')
      const citizen = readCitizen(claims)
      return citizen ? { ok: true, citizen } : { ok: false, code: 'person_incomplete' }
    } catch (error) {
      const code = explainFailure(error)
      log.warn({ code, reason: (error as { code?: string }).code }, 'a sign-in at the identity provider failed')
      return { ok: false, code }
    }
  }
  return { begin, finish }
}

/** Reads the provider's description once; after a failure the next sign-in tries again. */
function makeDiscovery({ issuer, clientId, clientSecret, timeoutSeconds = 10 }: VneidOptions) {
  let known: Promise<Configuration> | undefined
  return (): Promise<Configuration> => {
    known ??= discovery(
      new URL(issuer),
      clientId,
      clientSecret,
      clientSecret === undefined ? None() : undefined,
      {
        timeout: timeoutSeconds,
        // Without TLS only towards this very machine: the stand-in.
        execute: /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/.test(issuer)
          ? [allowInsecureRequests]
          : [],
      },
    ).catch((error: unknown) => {
      known = undefined
      throw error
    })
    return known
  }
}

function explainFailure(error: unknown): SignInFailure {
  if (error instanceof AuthorizationResponseError)
    return error.error === 'access_denied' ? 'cancelled' : 'provider_unavailable'
  if (error instanceof ResponseBodyError)
    return error.error === 'invalid_grant' ? 'code_used' : 'provider_unavailable'
  return isOutage(error) ? 'provider_unavailable' : 'answer_not_ours'
}

/** No connection, no answer in time, or an answer that is not of the protocol. */
function isOutage(error: unknown): boolean {
  const { name, code, cause } = error as { name?: string; code?: string; cause?: unknown }
  if (name === 'TimeoutError' || (error instanceof TypeError && error.message === 'fetch failed')) return true
  if (code === 'OAUTH_TIMEOUT' || code === 'OAUTH_RESPONSE_IS_NOT_CONFORM') return true
  return cause instanceof Error && isOutage(cause)
}
