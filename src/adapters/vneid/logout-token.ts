import { type JWTPayload, jwtVerify } from 'jose'
import type { LogoutRead } from '#modules/citizens'
import { explainFailure } from './failures.ts'
import type { Provider, ProviderOptions } from './provider.ts'

const event = 'http://schemas.openid.net/event/backchannel-logout'
const mostCharacters = 16_384

/**
 * Reads the token by which the provider says that somebody signed out there (OpenID Connect Back-Channel Logout 1.0, 2.6):
 * signed by it, for us, of today, with that event, a subject or a session, and no nonce. Whether it came before is for
 * whoever keeps the tokens.
 */
export async function readLogoutToken(
  getProvider: () => Promise<Provider>,
  { clientId, clockToleranceSeconds = 30 }: ProviderOptions,
  token: string,
): Promise<LogoutRead> {
  if (token.length > mostCharacters) return { ok: false, reason: 'too_long' }
  try {
    const { configuration, keys } = await getProvider()
    const { issuer } = configuration.serverMetadata()
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      ...{ issuer, audience: clientId, clockTolerance: clockToleranceSeconds, maxTokenAge: '10 minutes' },
      requiredClaims: ['jti', 'events', 'iat'],
    })
    if (protectedHeader.typ !== undefined && !/^(application\/)?(logout\+)?jwt$/i.test(protectedHeader.typ))
      return { ok: false, reason: 'wrong_type' }
    return readPayload(payload, issuer)
  } catch (error) {
    const why = explainFailure(error)
    const isAway = why === 'provider_unavailable' || why === 'provider_garbled'
    return { ok: false, reason: isAway ? 'keys_unavailable' : 'not_proved' }
  }
}

function readPayload({ sub, sid, jti = '', events, nonce }: JWTPayload, issuer: string): LogoutRead {
  if (nonce !== undefined) return { ok: false, reason: 'nonce_present' }
  const told = (events as Record<string, unknown> | null)?.[event]
  if (told === null || typeof told !== 'object') return { ok: false, reason: 'wrong_event' }
  const providerSession = typeof sid === 'string' && sid !== '' ? sid : null
  if (!sub && !providerSession) return { ok: false, reason: 'nobody_named' }
  return { ok: true, issuer, sub: sub ?? null, providerSession, key: jti }
}
