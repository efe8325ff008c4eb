import { openClamd } from '#adapters/clamd'
import { startStandInDepartments } from '#adapters/department-systems'
import { openNatsBus } from '#adapters/nats'
import { type FaultSwitch, type Outside, openFaultSwitch } from '#app'
import { openPostgresBus } from '#modules/events'
import { openWatch } from '#modules/operations'
import type { Context } from '#platform/context'
import { connectIdentityProvider } from './outside-identity.ts'
import { connectMessages } from './outside-messages.ts'
import { connectMinistries } from './outside-ministries.ts'
import { connectNationalPortal } from './outside-national-portal.ts'
import { connectNationalVault } from './outside-national-vault.ts'
import { connectPayments } from './outside-payments.ts'
import { connectPost } from './outside-post.ts'
import { connectRegisters } from './outside-registers.ts'
import { connectSigning } from './outside-signing.ts'
import { connectTaxAuthority } from './outside-tax.ts'
import { listHeldDestinations, watchOutside } from './outside-watched.ts'
import { canExpire, openSecureLine } from './secure-line.ts'

/** The systems outside: those the settings name, or in the demo their stand-ins, started here. */
export type ConnectedOutside = Outside &
  Readonly<{
    /** Where the systems of two invented departments are, in the demo. */
    departmentsUrl: string | null
    /** Enters the ministry's system of the demo, once the data is there. */
    seedMinistries: () => Promise<void>
    /** For the person who started the demo: what stands in for what. */
    standIns: readonly string[]
    close: () => Promise<void>
  }>

/**
 * Connects to the systems outside, and has our calls to them recorded. A system that is away does not stop us: it is asked
 * when it is needed.
 */
export async function connectOutside(context: Context): Promise<ConnectedOutside> {
  const outside = await connectEach(context)
  const recording = openWatch(context, () => listHeldDestinations(context.db, outside.destinations))
  await recording.ready
  const close = async () => {
    await recording.close()
    await outside.close()
  }
  return { ...watchOutside(recording.watch, outside), close }
}

async function connectEach(context: Context): Promise<ConnectedOutside> {
  const [identity, messages, post, signing, payments, tax, registers, portal, vault, ministries, departments] =
    await Promise.all([
      connectIdentityProvider(context),
      connectMessages(context),
      connectPost(context),
      connectSigning(context),
      connectPayments(context),
      connectTaxAuthority(context),
      connectRegisters(context),
      connectNationalPortal(context),
      connectNationalVault(context),
      connectMinistries(context),
      connectDepartments(context),
    ])
  const events = context.config.NATS_URL ? openNatsBus(context.config.NATS_URL) : openPostgresBus(context.db)
  const parts = [
    identity,
    messages,
    post,
    signing,
    payments,
    tax,
    registers,
    portal,
    vault,
    ministries,
    departments,
  ]
  return {
    events,
    identityProvider: identity.identityProvider,
    carriers: messages.carriers,
    post: post.post,
    scanner: context.config.CLAMD_URL ? openClamd(context.config.CLAMD_URL) : null,
    signing: signing.signingOutside,
    payments: payments.payments,
    taxAuthority: tax.taxAuthority,
    registers: registers.registers,
    destinations: [...portal.destinations, ...ministries.systems],
    reportSources: ministries.systems,
    filedSources: portal.filedSources,
    ratingSystems: portal.ratingSystems,
    inquirySystems: portal.inquirySystems,
    nationalCatalogue: portal.nationalCatalogue,
    nationalVault: vault.nationalVault,
    faultSwitches: parts.flatMap(({ switches = [] }: Part) => switches),
    departmentsUrl: departments.url,
    seedMinistries: ministries.seed,
    standIns: parts.flatMap(({ standIns }) => standIns),
    close: async () => {
      await events.close()
      for (const part of parts.toReversed()) await part.close()
    },
  }
}

/** What every connection has besides what it is for. */
type Part = Readonly<{
  standIns: readonly string[]
  switches?: readonly FaultSwitch[]
  close: () => Promise<void>
}>

/** The systems of two departments that only the demo has. */
async function connectDepartments({ config }: Context): Promise<Part & Readonly<{ url: string | null }>> {
  if (config.MOTCUA_DEMO !== 'on') return { url: null, standIns: [], close: async () => undefined }
  const { url, close, setFault } = await startStandInDepartments()
  const line = await openSecureLine({ url, stop: close })
  const faults = {
    down: 'down',
    slow: 'silent',
    drip: 'trickle',
    lossy: 'lossy',
    duplicate: 'duplicate',
    garbage: 'garbage',
    broken_off: 'broken_off',
    error: 'error',
  } as const
  const about = { standIn: 'departments', page: null, whole: 'none', faults } as const
  const standIns = [`stand-in systems of two departments at ${url}`]
  const switches = [canExpire(openFaultSwitch(about, setFault), line)]
  return { url: line.url, standIns, switches, close: line.stop }
}
