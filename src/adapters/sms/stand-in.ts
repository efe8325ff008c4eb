import { randomBytes } from 'node:crypto'
import { type LineFault, openStandInLine, type StandInTelephones, signatureOf } from '#adapters/carrier-line'
import type { Clock } from '#platform/clock'
import { accountTrouble, ownNumber, type SmsReport, signatureHeader } from './shapes.ts'

export type StandInSms = Readonly<{
  /** Up to and with `/api`. */
  url: string
  token: string
  sender: string
  reportSecret: string
  setFault: (fault: LineFault) => void
  /** Until the reports are where they go. */
  settle: () => Promise<void>
  stop: () => Promise<void>
}>

type Sent = Readonly<{
  requestId: string
  messageId: string
  phone: string
  status: SmsReport['status']
  error: number | null
}>
type Options = Readonly<{
  clock: Clock
  telephones: StandInTelephones
  reportUrl: string | null
  port?: number
}>

/**
 * A gateway of SMS that forgets nothing and forgives nothing: what is sent twice arrives twice. 0900 000 099 exists
 * nowhere, 0900 000 098 is switched off, 0900 000 097 takes no such messages.
 */
export async function startStandInSms({ clock, telephones, reportUrl, port }: Options): Promise<StandInSms> {
  const token = randomBytes(24).toString('base64url')
  const reportSecret = randomBytes(24).toString('base64url')
  const sent = new Map<string, Sent>()

  const take = (body: Readonly<Record<string, unknown>>) => {
    const [requestId, phone, text] = [
      String(body.requestId),
      ownNumber(String(body.phone)),
      String(body.message),
    ]
    if (phone.endsWith('097')) return { code: 11 }
    const messageId = `SMS${randomBytes(6).toString('hex')}`
    const [status, error] = fateOf(phone)
    sent.set(requestId, { requestId, messageId, phone, status, error })
    if (status === 'DELIVERED')
      telephones.arrive({
        channel: 'sms',
        number: phone,
        from: String(body.brandname),
        text,
        at: clock.now(),
        key: requestId,
      })
    if (status !== 'SENT')
      line.report({ requestId, messageId, status, error, time: clock.now().toString() } satisfies SmsReport)
    return { code: 0, messageId }
  }
  const line = await openStandInLine({
    reportUrl,
    ...(port !== undefined && { port }),
    signReport: (text) => ({ [signatureHeader]: signatureOf(text, reportSecret) }),
    refusals: {
      account_refused: { status: 200, body: { code: accountTrouble } },
      unknown_code: { status: 200, body: { code: 77 } },
    },
    answer: ({ path, text, headers }) => {
      if (headers.authorization !== `Bearer ${token}`) return { status: 401, body: { code: 20 } }
      const body = JSON.parse(text) as Record<string, unknown>
      if (path === '/api/sms') return { status: 200, body: take(body) }
      const known = sent.get(String(body.requestId))
      return {
        status: 200,
        body: { code: 0, status: known?.status ?? 'NOT_FOUND', error: known?.error ?? null },
      }
    },
  })
  return {
    url: `${line.url}/api`,
    ...{ token, sender: 'MOTCUA', reportSecret, setFault: line.setFault, settle: line.settle, stop: line.stop },
  }
}

function fateOf(phone: string): readonly [SmsReport['status'], number | null] {
  if (phone.endsWith('099')) return ['FAILED', 10]
  return phone.endsWith('098') ? ['SENT', null] : ['DELIVERED', null]
}
