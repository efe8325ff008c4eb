import { openVneid, startStandInVneid } from '#adapters/vneid'
import type { IdentityProvider } from '#modules/identity'
import type { Context } from '#platform/context'

/** The systems outside: those the settings name, or in the demo their stand-ins, started here. */
export type Outside = Readonly<{
  identityProvider: IdentityProvider
  /** For the person who started the demo: what stands in for what. */
  describe: () => readonly string[]
  close: () => Promise<void>
}>

/** Connects to the systems outside. A system that is away does not stop us: it is asked when it is needed. */
export async function connectOutside(context: Context): Promise<Outside> {
  const { config, publicUrl, log } = context
  const redirectUri = `${publicUrl}/sign-in/callback`
  const needsVneid = config.MOTCUA_DEMO === 'on' && !config.OIDC_ISSUER
  const standIn = needsVneid ? await startStandInVneid({ redirectUris: [redirectUri] }) : null
  const issuer = standIn?.issuer ?? config.OIDC_ISSUER ?? 'https://identity-provider.invalid'
  return {
    identityProvider: openVneid({
      issuer,
      clientId: standIn?.clientId ?? config.OIDC_CLIENT_ID,
      clientSecret: standIn?.clientSecret ?? config.OIDC_CLIENT_SECRET,
      redirectUri,
      log,
    }),
    describe: () => (standIn ? [`  stand-in VNeID     ${standIn.issuer}`] : []),
    close: async () => {
      await standIn?.stop()
    },
  }
}
