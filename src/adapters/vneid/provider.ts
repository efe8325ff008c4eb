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
}>

/** The provider as it describes itself, and its keys. */
export type Provider = Readonly<{ configuration: Configuration; keys: JWTVerifyGetKey }>

const mostBytes = 262_144

/** Reads the provider's description once; after a failure the next sign-in tries again. */
export function makeDiscovery(options: ProviderOptions): () => Promise<Provider> {
  let known: Promise<Provider> | undefined
  return () => {
    known ??= discover(options).catch((error: unknown) => {
      known = undefined
      throw error
    })
    return known
  }
}

async function discover(options: ProviderOptions): Promise<Provider> {
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
  const { userinfo_endpoint: userinfo, jwks_uri: keysAt } = configuration.serverMetadata()
  configuration.timeout = timeoutSeconds
  configuration[customFetch] = (url, init) =>
    fetchBounded(url, url === userinfo ? { ...init, method: options.userinfoMethod ?? 'POST' } : init)
  const keys = createRemoteJWKSet(new URL(keysAt ?? issuer), {
    timeoutDuration: timeoutSeconds * 1000,
    cooldownDuration: keyCooldownMs,
    [fetchOfKeys]: fetchBounded,
  })
  return { configuration, keys }
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
