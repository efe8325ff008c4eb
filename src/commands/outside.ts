import { openClamd } from '#adapters/clamd'
import { type StandInDepartments, startStandInDepartments } from '#adapters/department-systems'
import { openNatsBus } from '#adapters/nats'
import { openVneid, startStandInVneid } from '#adapters/vneid'
import { type FaultSwitch, type Outside, openFaultSwitch } from '#app'
import { openPostgresBus } from '#modules/events'
import { openWatch } from '#modules/operations'
import type { Context } from '#platform/context'
import { connectMessages } from './outside-messages.ts'
import { connectMinistries } from './outside-ministries.ts'
import { connectNationalPortal } from './outside-national-portal.ts'
import { connectNationalVault } from './outside-national-vault.ts'
import { connectPayments } from './outside-payments.ts'
import { connectRegisters } from './outside-registers.ts'
import { connectSigning } from './outside-signing.ts'
import { connectTaxAuthority } from './outside-tax.ts'
import { watchOutside } from './outside-watched.ts'

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
  const recording = openWatch(context)
  await recording.ready
  const outside = await connectEach(context)
  const close = async () => {
    await recording.close()
    await outside.close()
  }
  return { ...watchOutside(recording.watch, outside), close }
}

async function connectEach(context: Context): Promise<ConnectedOutside> {
  const [identity, messages, signing, payments, tax, registers, portal, vault, ministries, departments] =
    await Promise.all([
      connectIdentityProvider(context),
      connectMessages(context),
      connectSigning(context),
      connectPayments(context),
      connectTaxAuthority(context),
      connectRegisters(context),
      connectNationalPortal(context),
      connectNationalVault(context),
      connectMinistries(context),
      context.config.MOTCUA_DEMO === 'on' ? startStandInDepartments() : null,
    ])
  const events = context.config.NATS_URL ? openNatsBus(context.config.NATS_URL) : openPostgresBus(context.db)
  return {
    events,
    identityProvider: identity.identityProvider,
    carriers: messages.carriers,
    scanner: context.config.CLAMD_URL ? openClamd(context.config.CLAMD_URL) : null,
    signing: signing.signingOutside,
    payments: payments.payments,
    taxAuthority: tax.taxAuthority,
    registers: registers.registers,
    destinations: [...portal.destinations, ...ministries.systems],
    reportSources: ministries.systems,
    filedSources: portal.filedSources,
    nationalVault: vault.nationalVault,
    faultSwitches: [
      ...portal.switches,
      ...payments.switches,
      ...tax.switches,
      ...registers.switches,
      ...vault.switches,
      ...ministries.switches,
      ...messages.switches,
      ...breakable(departments),
    ],
    departmentsUrl: departments?.url ?? null,
    seedMinistries: ministries.seed,
    standIns: [
      ...identity.standIns,
      ...messages.standIns,
      ...signing.standIns,
      ...payments.standIns,
      ...tax.standIns,
      ...registers.standIns,
      ...portal.standIns,
      ...vault.standIns,
      ...ministries.standIns,
      ...nameStandIn(departments),
    ],
    close: async () => {
      await events.close()
      await departments?.close()
      await ministries.close()
      await portal.close()
      await vault.close()
      await registers.close()
      await tax.close()
      await payments.close()
      await signing.close()
      await messages.close()
      await identity.close()
    },
  }
}

const breakable = (departments: StandInDepartments | null): FaultSwitch[] =>
  departments
    ? [
        openFaultSwitch(
          {
            ...{ standIn: 'departments', page: null, whole: 'none' },
            faults: { down: 'down', slow: 'silent', drip: 'trickle', broken_off: 'broken_off', error: 'error' },
          },
          departments.setFault,
        ),
      ]
    : []

const nameStandIn = (departments: Readonly<{ url: string }> | null): string[] =>
  departments ? [`stand-in systems of two departments at ${departments.url}`] : []

async function connectIdentityProvider({ config, publicUrl, log }: Context) {
  const redirectUri = `${publicUrl}/sign-in/callback`
  const needsStandIn = config.MOTCUA_DEMO === 'on' && !config.OIDC_ISSUER
  const standIn = needsStandIn ? await startStandInVneid({ redirectUris: [redirectUri] }) : null
  const identityProvider = openVneid({
    issuer: standIn?.issuer ?? config.OIDC_ISSUER ?? 'https://identity-provider.invalid',
    clientId: standIn?.clientId ?? config.OIDC_CLIENT_ID,
    clientSecret: standIn?.clientSecret ?? config.OIDC_CLIENT_SECRET,
    redirectUri,
    log,
  })
  const close = async () => {
    await standIn?.stop()
  }
  return { identityProvider, standIns: standIn ? [`stand-in VNeID at ${standIn.issuer}`] : [], close }
}
