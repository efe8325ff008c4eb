import { join } from 'node:path'
import { openMisa, startStandInMisa } from '#adapters/misa'
import { openMysign, startStandInMysign } from '#adapters/mysign'
import type { StandInFaults, StandInOptions, StandInProvider } from '#adapters/remote-signing'
import { openSmartca, startStandInSmartca } from '#adapters/smartca'
import { openVgca, startStandInVgca } from '#adapters/vgca'
import { openFaultSwitch } from '#app'
import type { RemoteSigner } from '#modules/signing'
import { sealsAtVgca, signersAt } from './demo-signing.ts'
import { canExpire, openSecureLine } from './secure-line.ts'

type Started = Readonly<{
  provider: RemoteSigner
  standIn: StandInProvider
  line: Awaited<ReturnType<typeof openSecureLine>>
  description: string
}>
type Common = Pick<StandInOptions, 'issue' | 'folder' | 'webhook' | 'confirms'>

export type StandInOrder = Readonly<{
  /** Where the keys of signers are kept. */
  folder: string
  issue: StandInOptions['issue']
  /** The providers that are real, and need no stand-in. */
  instead: ReadonlySet<string>
  /** Where webhooks go; the key of the provider is added. */
  webhook: Readonly<{ url: string; secret: string }>
}>

/** A person has this long to look at the stand-in telephone and refuse, before it confirms by itself. */
const confirmsAfterMs = 4000

const starters: Readonly<Record<string, (common: Common) => Promise<Started>>> = {
  smartca: async (common) => {
    const standIn = await startStandInSmartca({ ...common, signers: signersAt('smartca') })
    const line = await openSecureLine(standIn)
    const { spId, spPassword, telephoneUrl } = standIn
    const provider = openSmartca({ url: line.url, spId, spPassword, webhookSecret: common.webhook?.secret })
    return { provider, standIn, line, description: `stand-in VNPT SmartCA, its telephone at ${telephoneUrl}` }
  },
  mysign: async (common) => {
    const standIn = await startStandInMysign({ ...common, signers: signersAt('mysign') })
    const line = await openSecureLine(standIn)
    const { clientId, clientSecret, profileId, telephoneUrl } = standIn
    const webhookSecret = common.webhook?.secret
    const provider = openMysign({ url: line.url, clientId, clientSecret, profileId, webhookSecret })
    return { provider, standIn, line, description: `stand-in Viettel MySign, its telephone at ${telephoneUrl}` }
  },
  misa: async (common) => {
    const standIn = await startStandInMisa({ ...common, signers: signersAt('misa') })
    const line = await openSecureLine(standIn)
    const { clientId, clientKey, telephoneUrl } = standIn
    const provider = openMisa({ url: line.url, clientId, clientKey, webhookSecret: common.webhook?.secret })
    return { provider, standIn, line, description: `stand-in MISA eSign, its telephone at ${telephoneUrl}` }
  },
  vgca: async (common) => {
    const standIn = await startStandInVgca({ ...common, confirms: 'at_once', signers: sealsAtVgca })
    const line = await openSecureLine(standIn)
    const { url, userName, password } = standIn
    return {
      provider: openVgca({ url: line.url, userName, password }),
      ...{ standIn, line },
      description: `stand-in VGCA for seals at ${url}`,
    }
  },
}

/** Starts the stand-ins of the demo. They listen at once; keys and certificates are made when they are asked for. */
export async function startStandInProviders({ folder, issue, instead, webhook }: StandInOrder) {
  const keys = Object.keys(starters).filter((key) => !instead.has(key))
  const started = await Promise.all(
    keys.flatMap((key) => {
      const own = { url: `${webhook.url}/${key}`, secret: webhook.secret }
      return (
        starters[key]?.({ issue, folder: join(folder, key), webhook: own, confirms: confirmsAfterMs }) ?? []
      )
    }),
  )
  return {
    providers: started.map(({ provider }) => provider),
    descriptions: started.map(({ description }) => description),
    switches: started.length > 0 ? [openSwitch(started)] : [],
    close: async () => void (await Promise.all(started.map(({ line }) => line.stop()))),
  }
}

/** Breaks all of them at once. */
function openSwitch(started: readonly Started[]) {
  const whole: Partial<StandInFaults> = { line: null, credential: null, webhook: null }
  const faults = {
    down: { ...whole, line: 'cut' },
    slow: { ...whole, line: 'slow' },
    drip: { ...whole, line: 'drip' },
    lossy: { ...whole, line: 'lossy' },
    duplicate: { ...whole, webhook: 'twice' },
    garbage: { ...whole, line: 'garbage' },
    huge: { ...whole, line: 'huge' },
    cut_after_taking: { ...whole, line: 'cut_after_taking' },
    expired: { ...whole, credential: 'invalid' },
  } as const
  const setFaults = (own: Partial<StandInFaults>) => {
    for (const { standIn } of started) standIn.setFaults(own)
  }
  const lines = started.map(({ line }) => line)
  return canExpire(openFaultSwitch({ standIn: 'signing', page: null, whole, faults }, setFaults), ...lines)
}
