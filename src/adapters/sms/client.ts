import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { askWithToken, isSigned, readMoment } from '#adapters/carrier-line'
import {
  CarrierAway,
  type CarrierReport,
  type MessageCarrier,
  type Taken,
  type Told,
} from '#modules/notifications'
import { readJson } from '#platform/read-json'
import {
  accountTrouble,
  refusalOf,
  reportShape,
  sentShape,
  signatureHeader,
  statusShape,
  whyFailed,
  wireNumber,
} from './shapes.ts'

export type SmsSettings = Readonly<{
  url: string
  token: string
  /** Brand name. */
  sender: string
  /** Absent: no report is believed, and messages are only asked for. */
  reportSecret?: string | undefined
  timeoutMs?: number
}>

/** A gateway of SMS. It can be asked about a message by the key we gave it, so what is in doubt is found out. */
export function openSmsGateway(settings: SmsSettings): MessageCarrier {
  const { sender, reportSecret } = settings
  const ask = <T extends TSchema>(path: string, schema: T, body: unknown): Promise<Static<T>> =>
    askWithToken({ ...settings, carrier: 'sms', Away: CarrierAway, path, schema, body })
  return {
    ...{ channel: 'sms', key: 'sms', sendsReports: reportSecret !== undefined, asksBy: 'key' },
    send: async ({ key, to, text }) => {
      const body = { requestId: key, brandname: sender, phone: wireNumber(to.address), message: text }
      const answer = await ask('/sms', sentShape, body)
      if (answer.code === 0) return { state: 'accepted', reference: answer.messageId ?? null }
      return judgeRefusal(answer.code)
    },
    ask: async ({ key }) => readStatus(await ask('/status', statusShape, { requestId: key })),
    readReport: ({ headers, body }) =>
      reportSecret && isSigned(body, headers[signatureHeader], reportSecret) ? readReport(body) : null,
    close: async () => undefined,
  }
}

/**
 * Only a code that speaks of the number refuses a message for good. Trouble with our account passes, and nothing was taken.
 * What no one has described leaves a doubt, e.g. that it had this key before: the gateway is asked before anything is sent
 * again.
 */
function judgeRefusal(code: number): Taken {
  const why = refusalOf(code)
  if (why) return { state: 'refused', why }
  if (code === accountTrouble)
    throw new CarrierAway(`sms: our account is in trouble (code ${code})`, { mayHaveTaken: false })
  throw new CarrierAway(`sms: answered code ${code}, which we do not know`, { mayHaveTaken: true })
}

function readStatus({ status, error }: Pick<Static<typeof statusShape>, 'status' | 'error'>): Told {
  switch (status) {
    case 'NOT_FOUND':
      return { state: 'not_taken', why: 'lost' }
    case 'QUEUED':
    case 'SENT':
      return { state: 'accepted', why: null }
    case 'DELIVERED':
      return { state: 'delivered', why: null }
    case 'FAILED':
      return { state: 'failed', why: whyFailed(error) }
  }
}

function readReport(text: string): CarrierReport | null {
  const body = readJson(text)
  // That it was never there is an answer, not a report.
  if (!Check(reportShape, body) || body.status === 'NOT_FOUND') return null
  const { requestId: key, messageId: reference, time } = body
  return {
    key,
    reference,
    told: readStatus(body),
    at: readMoment(time),
    reportKey: `${reference} ${body.status}`,
  }
}
