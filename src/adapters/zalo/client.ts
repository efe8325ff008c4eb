import { timingSafeEqual } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { askJson, LineError } from '#adapters/carrier-line'
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
  signatureOf,
  statusShape,
  tokenIsOver,
  tokenShape,
  wireNumber,
} from './shapes.ts'
import type { TokenStore } from './tokens.ts'

export type ZaloSettings = Readonly<{
  url: string
  tokenUrl: string
  appId: string
  appSecret: string
  /** Which template, and what its values are called. */
  template: Readonly<{ id: string; about: string; link: string }>
  tokens: TokenStore
  timeoutMs?: number
}>

/**
 * Messages by Zalo: an approved template, filled in. It is asked about a message by its own number alone: where the answer
 * to a sending was lost, nobody can say what became of it. An access token that is over is renewed, once for each call.
 */
export function openZalo(settings: ZaloSettings): MessageCarrier {
  const { template, appId, appSecret } = settings
  const ask = openSession(settings)
  return {
    ...{ channel: 'zalo', key: 'zalo', sendsReports: true, asksBy: 'reference' },
    send: async ({ key, to, values }) => {
      if (!values) return { state: 'refused', why: 'refused' }
      const body = {
        ...{ phone: wireNumber(to.address), template_id: template.id, tracking_id: key },
        template_data: { [template.about]: values.about, [template.link]: values.link },
      }
      const { error, data } = await ask('/message/template', sentShape, body)
      return error === 0 ? { state: 'accepted', reference: data?.msg_id ?? null } : judgeRefusal(error)
    },
    ask: async ({ reference, address }) => {
      const query = new URLSearchParams({ message_id: reference ?? '', phone: wireNumber(address) })
      return readStatus(await ask(`/message/status?${query}`, statusShape))
    },
    readReport: ({ headers, body }) => readReport(body, headers[signatureHeader], appId, appSecret),
    close: async () => undefined,
  }
}

/**
 * Only a code that speaks of the person refuses a message for good. Every other below zero says why Zalo did not take it:
 * our account, our template, too many at once; it is tried again. One above zero is none that Zalo has described: a doubt.
 */
function judgeRefusal(code: number): Taken {
  const why = refusalOf(code)
  if (why) return { state: 'refused', why }
  const what = code === accountTrouble ? 'nothing is left in our account' : 'did not take it'
  throw new CarrierAway(`zalo: ${what} (code ${code})`, { mayHaveTaken: code > 0 })
}

type Ask = <T extends TSchema>(path: string, schema: T, body?: unknown) => Promise<Static<T>>

function openSession(settings: ZaloSettings): Ask {
  const { url, timeoutMs = 15_000 } = settings
  // One renewal for all who wait for it: a refresh token is good for one.
  let access: Promise<string> | null = null
  const once = async <T extends TSchema>(path: string, schema: T, body: unknown): Promise<Static<T> | null> => {
    access ??= renew(settings)
    const used = access
    const forget = () => {
      if (access === used) access = null
    }
    const accessToken = await used.catch((error: unknown) => {
      forget()
      throw error
    })
    const headers = { access_token: accessToken }
    const question = { what: `zalo ${path.split('?')[0]}`, url: `${url}${path}`, headers, schema, timeoutMs }
    const answer = await askJson({ ...question, ...(body !== undefined && { body }) })
    const isOver =
      answer.kind === 'locked_out' || tokenIsOver.includes((answer.value as { error: number }).error)
    if (!isOver) return answer.value
    forget()
    return null
  }
  return async (path, schema, body) => {
    try {
      const answer = (await once(path, schema, body)) ?? (await once(path, schema, body))
      if (answer !== null) return answer
    } catch (error) {
      if (!(error instanceof LineError)) throw error
      throw new CarrierAway(error.message, { mayHaveTaken: error.mayHaveTaken, cause: error })
    }
    throw new CarrierAway('zalo: a new token is not taken either', { mayHaveTaken: false })
  }
}

/** A new access token. Whatever goes wrong here, no message was given to anybody. */
async function renew({
  tokenUrl,
  appId,
  appSecret,
  tokens,
  timeoutMs = 15_000,
}: ZaloSettings): Promise<string> {
  const form = { refresh_token: tokens.read() ?? '', app_id: appId, grant_type: 'refresh_token' }
  const body = new URLSearchParams(form)
  const question = {
    what: 'zalo token',
    url: tokenUrl,
    body,
    headers: { secret_key: appSecret },
    schema: tokenShape,
  }
  try {
    const answer = await askJson({ ...question, timeoutMs })
    if (answer.kind === 'locked_out') throw new LineError('zalo token: refused', { mayHaveTaken: false })
    tokens.keep(answer.value.refresh_token)
    return answer.value.access_token
  } catch (error) {
    if (!(error instanceof LineError)) throw error
    throw new CarrierAway(error.message, { mayHaveTaken: false, cause: error })
  }
}

function readStatus({ error, data }: Static<typeof statusShape>): Told {
  if (error !== 0 || !data) throw new CarrierAway(`zalo: says ${error} of a message`, { mayHaveTaken: true })
  if (data.status === 1) return { state: 'delivered', why: null }
  return data.status === 0 ? { state: 'accepted', why: null } : { state: 'not_taken', why: 'lost' }
}

function readReport(text: string, given: unknown, appId: string, secret: string): CarrierReport | null {
  const body = readJson(text)
  if (!Check(reportShape, body)) return null
  const expected = Buffer.from(signatureOf(text, body.timestamp, appId, secret))
  const shown = Buffer.from(typeof given === 'string' ? given : '')
  if (shown.length !== expected.length || !timingSafeEqual(shown, expected)) return null
  const { msg_id: reference, tracking_id: key, delivery_time: time } = body.message
  const at = /^\d{1,15}$/.test(time) ? Temporal.Instant.fromEpochMilliseconds(Number(time)) : null
  return { key, reference, told: { state: 'delivered', why: null }, at, reportKey: `${reference} received` }
}
