import { Readable } from 'node:stream'
import { keepBody, type MessageToRecord, recordMessage } from '#modules/messagelog'
import type { Context } from '#platform/context'
import type { AdmittedCall } from './admit-call.ts'
import type { Digest } from './hashing-body.ts'
import type { Headers } from './rules/headers.ts'

/** A message could not be put on record; whatever waits for its record does not happen. */
export class NotRecorded extends Error {
  override readonly name = 'NotRecorded'
}

/** What one half of a call says; a body is on record by its hash. */
type Half = Readonly<{ headers: Headers; digest: Digest }>

/** Each header as one text, behind what the message says before them. */
function writeFlat(first: Readonly<Record<string, string>>, headers: Headers): Record<string, string> {
  const texts: Record<string, string> = { ...first }
  for (const name in headers) {
    const value = headers[name] ?? ''
    texts[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return texts
}

type World = Pick<Context, 'db' | 'secret' | 'clock' | 'files' | 'log'>

const record = async (
  context: World,
  { messageId, client, target }: AdmittedCall,
  { direction, kind, headers }: Pick<MessageToRecord, 'direction' | 'kind' | 'headers'>,
  { sha256, sizeBytes, content }: Digest,
): Promise<void> => {
  try {
    const body = content ? await keepBody(context, Readable.from([content]), sizeBytes) : { sha256, sizeBytes }
    const at = context.clock.now()
    await recordMessage(context, { messageId, direction, kind, client, target, headers, body, at })
  } catch (cause) {
    context.log.error({ err: cause, messageId, kind }, 'a message could not be put on record')
    throw new NotRecorded('a message could not be put on record', { cause })
  }
}

/** Puts a request on record, with the address it was sent to. */
export const recordRequest = (
  context: World,
  call: AdmittedCall,
  { method, target, headers: sent, digest }: Half & Readonly<{ method: string; target: string }>,
): Promise<void> => {
  const headers = writeFlat({ ':method': method, ':path': target }, sent)
  return record(context, call, { direction: 'in', kind: 'request', headers }, digest)
}

/** Puts an answer on record: the provider's, or our own when it gave none. */
export const recordAnswer = (
  context: World,
  call: AdmittedCall,
  { status, headers: sent, digest }: Half & Readonly<{ status: number }>,
): Promise<void> => {
  const headers = writeFlat({ ':status': String(status) }, sent)
  return record(context, call, { direction: 'out', kind: 'response', headers }, digest)
}
