import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { ProviderUnreachable } from '#modules/signing'
import { explainFailedCall } from '#platform/failed-call'
import { readJson } from '#platform/read-json'
import { sendJson } from '#platform/send-json'

export type Question<T extends TSchema> = Readonly<{
  /** What the provider is called in an error, e.g. "VNPT SmartCA". */
  provider: string
  url: string
  /** Sent as JSON by POST; without it the question is a GET. */
  body?: unknown
  headers?: Readonly<Record<string, string>>
  /** What the answer must look like to be believed. */
  schema: T
  timeoutMs: number
}>

/** `refused`: the provider said no (4xx). `unreadable`: it answered, but not as its description says. */
export type Answer<T> =
  | Readonly<{ kind: 'read'; value: T }>
  | Readonly<{ kind: 'refused'; status: number; body: unknown }>
  | Readonly<{ kind: 'unreadable' }>

const mostBytes = 16_000_000

/**
 * Asks a provider one question. Throws `ProviderUnreachable` when there is no answer in time, the line breaks or the
 * provider itself is in trouble (5xx): then nobody knows whether it took the call. The message names no secret.
 */
export async function ask<T extends TSchema>(question: Question<T>): Promise<Answer<Static<T>>> {
  const { status, text } = await send(question)
  if (status >= 500) throw new ProviderUnreachable(`${question.provider} answered ${status}`)
  const body = readJson(text)
  if (status >= 400) return { kind: 'refused', status, body }
  return Check(question.schema, body) ? { kind: 'read', value: body } : { kind: 'unreadable' }
}

async function send(question: Question<TSchema>): Promise<Readonly<{ status: number; text: string }>> {
  const { provider, url, body, headers, timeoutMs } = question
  try {
    return await sendJson(url, { body, headers: headers ?? {}, timeoutMs, mostBytes })
  } catch (error) {
    throw new ProviderUnreachable(`${provider} did not answer (${explainFailedCall(error)})`, { cause: error })
  }
}
