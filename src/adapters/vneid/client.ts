import { jwtVerify } from 'jose'
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import type { Identified, IdentityProvider } from '#modules/citizens'
import { explainFailedCall } from '#platform/failed-call'
import type { Log } from '#platform/log'
import { readLogoutUrl } from './believe.ts'
import { type ClaimReading, readClaims, usualReading } from './claims.ts'
import { explainFailure, isTheirs } from './failures.ts'
import { readLogoutToken } from './logout-token.ts'
import { makeDiscovery, type Provider, type ProviderOptions } from './provider.ts'

export type VneidOptions = ProviderOptions &
  Readonly<{
    /** Our `/sign-in/callback`, as the provider knows it; it sends people who signed out to `/signed-out` beside it. */
    redirectUri: string
    log: Log
    /** How claims are called, and what says level 2. */
    reading?: ClaimReading
  }>

/** Opens the way to VNeID, or to any provider of OpenID Connect. It is asked for the first time when somebody signs in. */
export function openVneid(options: VneidOptions): IdentityProvider {
  const { redirectUri, log, reading = usualReading } = options
  const { known, fresh } = makeDiscovery(options)
  const begin: IdentityProvider['begin'] = async (level) => {
    try {
      const { configuration } = await fresh()
      const secrets = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() }
      const url = buildAuthorizationUrl(configuration, {
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
      const isGarbled = explainFailure(error) === 'provider_garbled'
      const code = isGarbled ? 'provider_garbled' : 'provider_unavailable'
      return { ok: false, code, why: explainFailedCall(error) }
    }
  }
  const finish: IdentityProvider['finish'] = async (query, secrets) => {
    try {
      const provider = await known()
      const proved = await prove(provider, new URL(`${redirectUri}?${query}`), secrets, options)
      const { accessToken, ...session } = proved
      const claims = await fetchUserInfo(provider.configuration, accessToken, session.subject.sub)
      const read = readClaims(claims, reading)
      if (!read.ok) log.warn({ code: read.code }, 'what the identity provider says of a person is not enough')
      if (!read.ok) return read
      const logoutUrl = readLogoutUrl(claims[reading.names.logoutUrl], session.subject.issuer)
      return { ok: true, identified: { ...read, ...session, logoutUrl } }
    } catch (error) {
      const code = explainFailure(error)
      const why = explainFailedCall(error)
      log.warn({ code, reason: why }, 'a sign-in at the identity provider failed')
      return { ok: false, code, ...(isTheirs(code) && { why }) }
    }
  }
  const endSession: IdentityProvider['endSession'] = async ({ idToken, logoutUrl = null }) => {
    try {
      const { configuration } = await known()
      if (!configuration.serverMetadata().end_session_endpoint) return logoutUrl
      const back = new URL('/signed-out', redirectUri).href
      return buildEndSessionUrl(configuration, { id_token_hint: idToken, post_logout_redirect_uri: back }).href
    } catch (error) {
      log.warn({ err: error }, 'the identity provider cannot be asked to end its session')
      return null
    }
  }
  return {
    begin,
    finish,
    endSession,
    readLogoutToken: (token) => readLogoutToken(known, options, token),
  }
}

type Proved = Pick<Identified, 'subject' | 'providerSession' | 'idToken'> & Readonly<{ accessToken: string }>

/** The code for the tokens, and the proof: signed by the provider's key of today, for us, for this very sign-in. */
async function prove(
  { configuration, keys }: Provider,
  callback: URL,
  { state, nonce, codeVerifier }: Parameters<IdentityProvider['finish']>[1],
  { clientId, clockToleranceSeconds = 30 }: ProviderOptions,
): Promise<Proved> {
  const tokens = await authorizationCodeGrant(configuration, callback, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: codeVerifier,
    idTokenExpected: true,
  })
  const idToken = tokens.id_token ?? ''
  const { issuer } = configuration.serverMetadata()
  const { payload } = await jwtVerify(idToken, keys, {
    ...{ issuer, audience: clientId, clockTolerance: clockToleranceSeconds },
  })
  return {
    accessToken: tokens.access_token,
    subject: { issuer, sub: String(payload.sub) },
    providerSession: typeof payload.sid === 'string' ? payload.sid : null,
    idToken,
  }
}
