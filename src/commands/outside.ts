import { openClamd } from '#adapters/clamd'
import { type StandInDepartments, startStandInDepartments } from '#adapters/department-systems'
import { openMailer, startStandInMailServer } from '#adapters/mail'
import { openNatsBus } from '#adapters/nats'
import { openVneid, startStandInVneid } from '#adapters/vneid'
import { type FaultSwitch, type Outside, openFaultSwitch } from '#app'
import { openPostgresBus } from '#modules/events'
import type { Mailer } from '#modules/notifications'
import type { Context } from '#platform/context'
import { connectNationalPortal } from './outside-national-portal.ts'
import { connectPayments } from './outside-payments.ts'
import { connectRegisters } from './outside-registers.ts'
import { connectSigning } from './outside-signing.ts'

/** The systems outside: those the settings name, or in the demo their stand-ins, started here. */
export type ConnectedOutside = Outside &
  Readonly<{
    /** Where the systems of two invented departments are, in the demo. */
    departmentsUrl: string | null
    /** For the person who started the demo: what stands in for what. */
    standIns: readonly string[]
    close: () => Promise<void>
  }>

/** Connects to the systems outside. A system that is away does not stop us: it is asked when it is needed. */
export async function connectOutside(context: Context): Promise<ConnectedOutside> {
  const [identity, mail, signing, payments, registers, portal, departments] = await Promise.all([
    connectIdentityProvider(context),
    connectMailServer(context),
    connectSigning(context),
    connectPayments(context),
    connectRegisters(context),
    connectNationalPortal(context),
    context.config.MOTCUA_DEMO === 'on' ? startStandInDepartments() : null,
  ])
  const events = context.config.NATS_URL ? openNatsBus(context.config.NATS_URL) : openPostgresBus(context.db)
  return {
    events,
    identityProvider: identity.identityProvider,
    mailer: mail.mailer,
    scanner: context.config.CLAMD_URL ? openClamd(context.config.CLAMD_URL) : null,
    signing: signing.signingOutside,
    payments: payments.payments,
    registers: registers.registers,
    destinations: portal.destinations,
    filedSources: portal.filedSources,
    faultSwitches: [...portal.switches, ...payments.switches, ...registers.switches, ...breakable(departments)],
    departmentsUrl: departments?.url ?? null,
    standIns: [
      ...identity.standIns,
      ...mail.standIns,
      ...signing.standIns,
      ...payments.standIns,
      ...registers.standIns,
      ...portal.standIns,
      ...nameStandIn(departments),
    ],
    close: async () => {
      await events.close()
      await departments?.close()
      await portal.close()
      await registers.close()
      await payments.close()
      await signing.close()
      await mail.close()
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

async function connectMailServer({ config }: Context) {
  const standIn = config.MOTCUA_DEMO === 'on' && !config.SMTP_URL ? await startStandInMailServer() : null
  const url = standIn?.url ?? config.SMTP_URL
  const mailer: Mailer | null = url ? openMailer({ url, from: config.MAIL_FROM }) : null
  const close = async () => {
    await mailer?.close()
    await standIn?.close()
  }
  return { mailer, standIns: standIn ? [`stand-in mail server at ${standIn.url}`] : [], close }
}
