import { join, resolve } from 'node:path'
import { type LineFault, openTelephones } from '#adapters/carrier-line'
import { type MailFault, openMailer, startStandInMailServer } from '#adapters/mail'
import { openSmsGateway, startStandInSms } from '#adapters/sms'
import { keepTokensIn, openZalo, startStandInZalo } from '#adapters/zalo'
import { type FaultSwitch, openFaultSwitch } from '#app'
import type { MessageCarrier } from '#modules/notifications'
import { ConfigError, type Environment } from '#platform/config'
import type { Context } from '#platform/context'
import { canExpire, openSecureLine } from './secure-line.ts'

export type ConnectedMessages = Readonly<{
  carriers: readonly MessageCarrier[]
  switches: readonly FaultSwitch[]
  standIns: readonly string[]
  close: () => Promise<void>
}>

/** One carrier, or its stand-in; nothing at all where the settings name none and this is no demo. */
type Connected = Readonly<{
  carrier: MessageCarrier | null
  switches?: readonly FaultSwitch[]
  standIns?: readonly string[]
  stop?: () => Promise<void>
}>

const nobody: Connected = { carrier: null }

/** Connects who carries messages: a mail server, a gateway of SMS, Zalo; in the demo stand-ins for those not named. */
export async function connectMessages(context: Context): Promise<ConnectedMessages> {
  const { config } = context
  const telephones = config.MOTCUA_DEMO === 'on' ? await openTelephones() : null
  const connected = await Promise.all([
    connectMail(config),
    connectSms(context, telephones),
    connectZalo(context, telephones),
  ])
  const carriers = connected.flatMap(({ carrier }) => carrier ?? [])
  return {
    carriers,
    switches: connected.flatMap(({ switches = [] }) => switches),
    standIns: [
      ...connected.flatMap(({ standIns = [] }) => standIns),
      ...(telephones ? [`stand-in telephones at ${telephones.url}`] : []),
    ],
    close: async () => {
      await Promise.all(carriers.map((carrier) => carrier.close()))
      await Promise.all(connected.map(({ stop }) => stop?.()))
      await telephones?.stop()
    },
  }
}

async function connectMail(config: Environment): Promise<Connected> {
  const from = config.MAIL_FROM
  if (config.SMTP_URL) return { carrier: openMailer({ url: config.SMTP_URL, from }) }
  if (config.MOTCUA_DEMO !== 'on') return nobody
  const { url, close: stop, setFault } = await startStandInMailServer()
  const line = await openSecureLine({ url, stop })
  const carrier = openMailer({ url: line.url.replace('https:', 'smtps:'), from, timeoutMs: 5000 })
  const own = openFaultSwitch<MailFault>(
    { standIn: 'mail', page: null, whole: 'none', faults: mailFaults },
    setFault,
  )
  const standIns = [`stand-in mail server at ${url}`]
  return { carrier, switches: [canExpire(own, line)], standIns, stop: line.stop }
}

const mailFaults = {
  down: 'down',
  slow: 'slow',
  drip: 'drip',
  lossy: 'lossy',
  garbage: 'garbage',
  huge: 'huge',
  cut_after_taking: 'cut_after_taking',
  error: 'busy',
} as const

type Telephones = Awaited<ReturnType<typeof openTelephones>> | null

const reportUrlOf = ({ publicUrl }: Context, carrier: string): string =>
  `${publicUrl}/api/v1/messages/reports/${carrier}`

async function connectSms(context: Context, telephones: Telephones): Promise<Connected> {
  const { config, clock } = context
  const { SMS_URL: url, SMS_TOKEN: token, SMS_SENDER: sender, SMS_REPORT_SECRET: reportSecret } = config
  if (url) {
    if (!token) throw new ConfigError('SMS_URL needs SMS_TOKEN')
    return { carrier: openSmsGateway({ url, token, sender, reportSecret }) }
  }
  if (!telephones) return nobody
  const standIn = await startStandInSms({ clock, telephones, reportUrl: reportUrlOf(context, 'sms') })
  const line = await openSecureLine(standIn)
  const carrier = openSmsGateway({ ...standIn, url: line.url, timeoutMs: 5000 })
  const switches = [canExpire(breakable('sms', telephones.url, standIn.setFault), line)]
  return { carrier, switches, stop: line.stop }
}

async function connectZalo(context: Context, telephones: Telephones): Promise<Connected> {
  const { config, clock } = context
  if (config.ZALO_URL) return { carrier: openZalo({ url: config.ZALO_URL, ...readZalo(config) }) }
  if (!telephones) return nobody
  const standIn = await startStandInZalo({ clock, telephones, reportUrl: reportUrlOf(context, 'zalo') })
  const line = await openSecureLine(standIn)
  const [url, tokenUrl] = [line.url, line.urlOf(standIn.tokenUrl)]
  const carrier = openZalo({ ...standIn, url, tokenUrl, timeoutMs: 5000 })
  const switches = [canExpire(breakable('zalo', telephones.url, standIn.setFault), line)]
  return { carrier, switches, stop: line.stop }
}

function readZalo(config: Environment) {
  const { ZALO_TOKEN_URL: tokenUrl, ZALO_APP_ID: appId, ZALO_APP_SECRET: appSecret } = config
  const { ZALO_TEMPLATE_ID: id, ZALO_TEMPLATE_ABOUT: about, ZALO_TEMPLATE_LINK: link } = config
  if (!tokenUrl || !appId || !appSecret || !id)
    throw new ConfigError('ZALO_URL needs ZALO_TOKEN_URL, ZALO_APP_ID, ZALO_APP_SECRET and ZALO_TEMPLATE_ID')
  const file = join(resolve(config.MOTCUA_DATA_DIR), 'keys', 'zalo-refresh-token')
  const tokens = keepTokensIn(file, config.ZALO_REFRESH_TOKEN)
  return { tokenUrl, appId, appSecret, template: { id, about, link }, tokens }
}

/** The switch of a stand-in behind a line that can break. */
export const breakable = (
  standIn: 'sms' | 'zalo' | 'post',
  page: string,
  setFault: (fault: LineFault) => void,
): FaultSwitch =>
  openFaultSwitch<LineFault>(
    {
      ...{ standIn, page, whole: 'none' },
      faults: {
        down: 'down',
        slow: 'slow',
        drip: 'drip',
        garbage: 'garbage',
        huge: 'huge',
        cut_after_taking: 'cut_after_taking',
        expired: 'expired',
        account_refused: 'account_refused',
        error: 'busy',
        duplicate: 'duplicate',
        lossy: 'lossy',
        reorder: 'reorder',
      },
    },
    setFault,
  )
