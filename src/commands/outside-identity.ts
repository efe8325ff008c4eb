import { openVneid, readClaimNames, startStandInVneid, type VneidFault } from '#adapters/vneid'
import { type FaultSwitch, openFaultSwitch } from '#app'
import type { IdentityProvider } from '#modules/citizens'
import type { Context } from '#platform/context'
import { canExpire, openSecureLine } from './secure-line.ts'

export type ConnectedIdentity = Readonly<{
  identityProvider: IdentityProvider
  switches: readonly FaultSwitch[]
  standIns: readonly string[]
  close: () => Promise<void>
}>

/** The identity provider that the settings name, or in the demo the stand-in VNeID. */
export async function connectIdentityProvider(context: Context): Promise<ConnectedIdentity> {
  const { config, publicUrl, log } = context
  const redirectUri = `${publicUrl}/sign-in/callback`
  const backChannelLogoutUri = `${publicUrl}/sign-in/back-channel-logout`
  const needsStandIn = config.MOTCUA_DEMO === 'on' && !config.OIDC_ISSUER
  const standIn = needsStandIn
    ? await startStandInVneid({ redirectUris: [redirectUri], backChannelLogoutUri })
    : null
  const line = standIn && (await openSecureLine({ url: standIn.issuer, stop: standIn.stop }))
  const identityProvider = openVneid({
    issuer: standIn?.issuer ?? config.OIDC_ISSUER ?? 'https://identity-provider.invalid',
    reachedAt: line?.url,
    clientId: standIn?.clientId ?? config.OIDC_CLIENT_ID,
    clientSecret: standIn?.clientSecret ?? config.OIDC_CLIENT_SECRET,
    timeoutSeconds: config.OIDC_TIMEOUT_SECONDS,
    clockToleranceSeconds: config.OIDC_CLOCK_TOLERANCE_SECONDS,
    userinfoMethod: config.OIDC_USERINFO_METHOD,
    reading: {
      names: readClaimNames(config.OIDC_CLAIMS),
      level2Values: config.OIDC_LEVEL_2_VALUES.split(',').map((value) => value.trim()),
    },
    redirectUri,
    log,
  })
  const close = async () => {
    await line?.stop()
  }
  return {
    identityProvider,
    switches: line ? [canExpire(openFaultSwitch<VneidFault | null>(breakable, standIn.setFault), line)] : [],
    standIns: standIn ? [`stand-in VNeID at ${standIn.issuer}`] : [],
    close,
  }
}

const breakable = {
  standIn: 'vneid',
  page: null,
  whole: null,
  faults: {
    down: 'down',
    slow: 'slow',
    drip: 'drip',
    lossy: 'lossy',
    garbage: 'garbage',
    huge: 'huge',
    incomplete: 'incomplete',
    wrong_signature: 'wrong_signature',
    clock_skew: 'clock_skew',
    key_rotation: 'key_rotation',
  },
} as const
