import { randomBytes } from 'node:crypto'
import type { Configuration } from 'oidc-provider'
import type { Keys } from './stand-in-faults.ts'
import { signedOutPage, signOutPage, stoppedPage } from './stand-in-pages.ts'
import { allClaimNames, claimsOf, type StandInAccount, subOf } from './stand-in-people.ts'
import { makeStandInStore } from './stand-in-store.ts'

type Known = Readonly<{
  clientId: string
  clientSecret: string
  redirectUris: readonly string[]
  backChannelLogoutUri?: string
  keys: Keys
  accounts: readonly StandInAccount[]
  /** The level each account last signed in with. */
  levels: ReadonlyMap<string, 1 | 2>
}>

/** The stand-in as a provider of OpenID Connect: one client, ours; the claims of VNeID; both ways of signing out. */
export function configureStandIn(known: Known): Configuration {
  const { keys, accounts, levels } = known
  return {
    adapter: makeStandInStore(),
    jwks: { keys: [keys.first.jwk, keys.second.jwk] as NonNullable<Configuration['jwks']>['keys'] },
    cookies: {
      keys: [randomBytes(24).toString('base64url')],
      names: { session: 'vneid_session', interaction: 'vneid_interaction', resume: 'vneid_resume' },
    },
    clients: [describeClient(known)],
    claims: { openid: [...allClaimNames], acr: null, sid: null },
    acrValues: ['1', '2'],
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => {
          context.body = signOutPage(form)
        },
        postLogoutSuccessSource: (context) => {
          context.body = signedOutPage().text
        },
      },
    },
    // Whom it tells of a sign-out is on this machine, which the provider would not call by itself.
    fetch: (url, options) => {
      const { dispatcher: _, ...plain } = (options ?? {}) as RequestInit & { dispatcher?: unknown }
      return fetch(url, plain)
    },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    ttl: { AccessToken: 300, AuthorizationCode: 60, IdToken: 300, Interaction: 900, Session: 900, Grant: 900 },
    findAccount: (_context, sub) => {
      const account = accounts.find(({ key }) => subOf(key) === sub)
      return (
        account && { accountId: sub, claims: () => ({ ...claimsOf(account, levels.get(account.key) ?? 1) }) }
      )
    },
    // Nothing to consent to: the State's own services receive what the law gives them.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      })
      grant.addOIDCScope('openid')
      await grant.save()
      return grant
    },
    renderError: (context) => {
      context.type = 'html'
      context.body = stoppedPage().text
    },
  }
}

const describeClient = ({ clientId, clientSecret, redirectUris, backChannelLogoutUri }: Known) => ({
  client_id: clientId,
  client_secret: clientSecret,
  redirect_uris: [...redirectUris],
  post_logout_redirect_uris: redirectUris.map((uri) => new URL('/signed-out', uri).href),
  response_types: ['code' as const],
  grant_types: ['authorization_code'],
  id_token_signed_response_alg: 'ES256' as const,
  ...(backChannelLogoutUri && {
    backchannel_logout_uri: backChannelLogoutUri,
    backchannel_logout_session_required: true,
  }),
})
