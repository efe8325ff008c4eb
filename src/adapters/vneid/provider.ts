import { createRemoteJWKSet, customFetch as fetchOfKeys, type JWTVerifyGetKey } from 'jose'
import {
  // biome-ignore lint/suspicious/noDeprecatedImports: it is marked so to stand out; used towards loopback only
  allowInsecureRequests,
  type Configuration,
  clockTolerance,
  customFetch,
  discovery,
  None,
} from 'openid-client'
import { readAtMost } from '#platform/read-at-most'

export type ProviderOptions = Readonly<{
  issuer: string
  /** Where this program reaches it, if not under the address by which it is known and people open it. */
  reachedAt?: string | undefined
  clientId: string
  clientSecret?: string | undefined
  timeoutSeconds?: number
  /** How far its clock and ours may differ. */
  clockToleranceSeconds?: number
  /** How the claims are asked for; VNeID was seen to want POST. */
  userinfoMethod?: 'GET' | 'POST'
  /** After keys were fetched, an unknown key makes us fetch again only after so long. */
  keyCooldownMs?: number
  /** How long its description is believed before it is read again. */
  descriptionLivesMs?: number
}>

/** The provider as it describes itself, and its keys, which are at `keysAt`. */
export type Provider = Readonly<{ configuration: Configuration; keys: JWTVerifyGetKey; keysAt: string }>

const mostBytes = 262_144

export type Discovery = Readonly<{
  /** As the provider described itself last: enough for who has been there. */
  known: () => Promise<Provider>
  /** As it describes itself now, or did a moment ago; rejects when it does not answer, so that nobody is sent there. */
  fresh: () => Promise<Provider>
}>

/** Reads the provider's description when it is first needed, and again before people are sent to it. */
export function makeDiscovery(options: ProviderOptions): Discovery {
  const { descriptionLivesMs = 10_000 } = options
  let last: Provider | undefined
  let readAtMs = 0
  let reading: Promise<Provider> | undefined
  const read = async (): Promise<Provider> => {
    try {
      last = await discover(options, last)
      readAtMs = performance.now()
      return last
    } finally {
      reading = undefined
    }
  }
  const fresh = async (): Promise<Provider> => {
    if (last && performance.now() - readAtMs < descriptionLivesMs) return last
    reading ??= read()
    return await reading
  }
  return { known: async () => last ?? (await fresh()), fresh }
}

async function discover(options: ProviderOptions, before: Provider | undefined): Promise<Provider> {
  const { issuer, clientId, clientSecret, timeoutSeconds = 10, keyCooldownMs = 1000 } = options
  const { clockToleranceSeconds: clockSeconds = 30 } = options
  const fetchBounded = openFetch(issuer, options.reachedAt ?? issuer)
  const configuration = await discovery(
    new URL(issuer),
    clientId,
    { ...(clientSecret !== undefined && { client_secret: clientSecret }), [clockTolerance]: clockSeconds },
    clientSecret === undefined ? None() : undefined,
    {
      timeout: timeoutSeconds,
      [customFetch]: fetchBounded,
      // Without TLS only towards this very machine: the stand-in.
      execute: /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/.test(issuer) ? [allowInsecureRequests] : [],
    },
  )
  const { userinfo_endpoint: userinfo, jwks_uri: keysAt = issuer } = configuration.serverMetadata()
  configuration.timeout = timeoutSeconds
  configuration[customFetch] = (url, init) =>
    fetchBounded(url, url === userinfo ? { ...init, method: options.userinfoMethod ?? 'POST' } : init)
  if (before?.keysAt === keysAt) return { ...before, configuration }
  const keys = createRemoteJWKSet(new URL(keysAt), {
    timeoutDuration: timeoutSeconds * 1000,
    cooldownDuration: keyCooldownMs,
    [fetchOfKeys]: fetchBounded,
  })
  return { configuration, keys, keysAt }
}

/** Whatever the provider sends, no more than `mostBytes` is read of it. */
function openFetch(issuer: string, reachedAt: string) {
  const [{ origin: known }, { origin: reached }] = [new URL(issuer), new URL(reachedAt)]
  return async (url: string, init: object): Promise<Response> => {
    const at = new URL(url).origin === known ? reached + url.slice(known.length) : url
    const { status, headers, body } = await fetch(at, init as RequestInit)
    const bytes = await readAtMost(body, mostBytes)
    return new Response([204, 205, 304].includes(status) ? null : new Uint8Array(bytes), { status, headers })
  }
}
