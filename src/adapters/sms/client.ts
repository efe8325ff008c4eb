import { Temporal } from 'temporal-polyfill'
import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { askJson, isSigned, LineError } from '#adapters/carrier-line'
import { CarrierAway, type CarrierReport, type MessageCarrier, type Told } from '#modules/notifications'
import { reportShape, sentShape, signatureHeader, statusShape, whyOf, wireNumber } from './shapes.ts'

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
  return {
    ...{ channel: 'sms', key: 'sms', sendsReports: reportSecret !== undefined, asksBy: 'key' },
    send: async ({ key, to, text }) => {
      const body = { requestId: key, brandname: sender, phone: wireNumber(to.address), message: text }
      const answer = await ask(settings, '/sms', sentShape, body)
      if (answer.code === 0) return { state: 'accepted', reference: answer.messageId ?? null }
      return { state: 'refused', why: whyOf(answer.code) }
    },
    ask: async ({ key }) => readStatus(await ask(settings, '/status', statusShape, { requestId: key })),
    readReport: ({ headers, body }) =>
      reportSecret && isSigned(body, headers[signatureHeader], reportSecret) ? readReport(body) : null,
    close: async () => undefined,
  }
}

/** A token that is over lets nothing in: it was not taken, and is tried again when there is a new one. */
async function ask<T extends TSchema>(
  { url, token, timeoutMs = 15_000 }: SmsSettings,
  path: string,
  schema: T,
  body: unknown,
): Promise<Static<T>> {
  const headers = { authorization: `Bearer ${token}` }
  try {
    const answer = await askJson({
      what: `sms ${path}`,
      url: `${url}${path}`,
      body,
      headers,
      schema,
      timeoutMs,
    })
    if (answer.kind === 'read') return answer.value
    throw new CarrierAway('sms: our token is not taken', { mayHaveTaken: false })
  } catch (error) {
    if (!(error instanceof LineError)) throw error
    throw new CarrierAway(error.message, { mayHaveTaken: error.mayHaveTaken, cause: error })
  }
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
      return { state: 'failed', why: whyOf(error) }
  }
}

function readReport(text: string): CarrierReport | null {
  const body = parse(text)
  // That it was never there is an answer, not a report.
  if (!Check(reportShape, body) || body.status === 'NOT_FOUND') return null
  const { requestId: key, messageId: reference, time } = body
  return {
    key,
    reference,
    told: readStatus(body),
    at: momentOf(time),
    reportKey: `${reference} ${body.status}`,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function momentOf(text: string): Temporal.Instant | null {
  try {
    return Temporal.Instant.from(text)
  } catch {
    return null
  }
}
