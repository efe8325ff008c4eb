import { randomBytes } from 'node:crypto'
import { type LineFault, openStandInLine, type StandInTelephones } from '#adapters/carrier-line'
import type { Clock } from '#platform/clock'
import type { ZaloSettings } from './client.ts'
import { accountTrouble, ownNumber, signatureHeader, signatureOf } from './shapes.ts'
import type { TokenStore } from './tokens.ts'

export type StandInZalo = Omit<ZaloSettings, 'timeoutMs'> &
  Readonly<{
    setFault: (fault: LineFault) => void
    /** Makes the access tokens given so far worth nothing, as the end of a day does. */
    endTokens: () => void
    settle: () => Promise<void>
    stop: () => Promise<void>
  }>

type Options = Readonly<{
  clock: Clock
  telephones: StandInTelephones
  reportUrl: string | null
  port?: number
}>

/** Zalo as a stand-in. Numbers from 0900 000 090 on have no Zalo; what is sent twice arrives twice. */
export async function startStandInZalo({ clock, telephones, reportUrl, port }: Options): Promise<StandInZalo> {
  const [appId, appSecret] = ['4000000000000000001', randomBytes(24).toString('base64url')]
  const template = { id: '300001', about: 'about', link: 'link' }
  let [accessToken, refreshToken] = [newToken(), newToken()]
  const received = new Set<string>()

  const take = (body: Readonly<Record<string, unknown>>) => {
    const number = ownNumber(String(body.phone))
    if (body.template_id !== template.id) return { error: -131 }
    if (/09\d$/.test(number)) return { error: -118 }
    const values = body.template_data as Readonly<Record<string, string>>
    const [msgId, key] = [randomBytes(8).toString('hex'), String(body.tracking_id)]
    const text = `Có tin mới về ${values.about}. Xem ${values.link}`
    telephones.arrive({ channel: 'zalo', number, from: 'Một Cửa', text, at: clock.now(), key })
    received.add(msgId)
    const time = String(clock.now().epochMilliseconds)
    const message = { msg_id: msgId, tracking_id: key, delivery_time: time }
    line.report({ event_name: 'user_received_message', timestamp: time, message })
    return { error: 0, data: { msg_id: msgId } }
  }
  // An answer that got lost is given again: a refresh token is worth something until the one after it was shown.
  let before = refreshToken
  const exchange = (text: string) => {
    const shown = new URLSearchParams(text).get('refresh_token')
    if (shown !== refreshToken && shown !== before) return { error: -14014 }
    if (shown === refreshToken) before = refreshToken
    accessToken = newToken()
    refreshToken = newToken()
    return { access_token: accessToken, refresh_token: refreshToken }
  }
  const line = await openStandInLine({
    reportUrl,
    ...(port !== undefined && { port }),
    signReport: (text) => {
      const { timestamp } = JSON.parse(text) as { timestamp: string }
      return { [signatureHeader]: signatureOf(text, timestamp, appId, appSecret) }
    },
    refusals: {
      account_refused: { status: 200, body: { error: accountTrouble } },
      unknown_code: { status: 200, body: { error: -100 } },
    },
    answer: ({ path, text, headers, query }) => {
      if (path === '/api/token') return { status: 200, body: exchange(text) }
      if (headers.access_token !== accessToken) return { status: 200, body: { error: -124 } }
      if (path === '/api/message/template') return { status: 200, body: take(JSON.parse(text)) }
      const status = received.has(query.get('message_id') ?? '') ? 1 : -1
      return { status: 200, body: { error: 0, data: { status } } }
    },
  })
  return {
    ...{ url: `${line.url}/api`, tokenUrl: `${line.url}/api/token`, appId, appSecret, template },
    tokens: storeOf(refreshToken),
    endTokens: () => {
      accessToken = newToken()
    },
    ...{ setFault: line.setFault, settle: line.settle, stop: line.stop },
  }
}

const newToken = (): string => randomBytes(24).toString('base64url')

function storeOf(first: string): TokenStore {
  let newest = first
  return {
    read: () => newest,
    keep: (refreshToken) => {
      newest = refreshToken
    },
  }
}
