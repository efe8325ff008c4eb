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

/** Who, what and when of one half of a call; a body is on record by its hash. */
type Half = Readonly<{ headers: Headers; digest: Digest }>

function flat(headers: Headers): Record<string, string> {
  const texts: Record<string, string> = {}
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
  half: Half & Pick<MessageToRecord, 'direction' | 'kind'>,
): Promise<void> => {
  const { direction, kind, digest } = half
  const { sha256, sizeBytes, content } = digest
  try {
    const body = content ? await keepBody(context, Readable.from([content]), sizeBytes) : { sha256, sizeBytes }
    const at = context.clock.now()
    await recordMessage(context, {
      ...{ messageId, direction, kind, client, target, body, at },
      headers: flat(half.headers),
    })
  } catch (cause) {
    context.log.error({ err: cause, messageId, kind }, 'a message could not be put on record')
    throw new NotRecorded('a message could not be put on record', { cause })
  }
}

/** Puts a request on record, with the address it was sent to. */
export const recordRequest = (
  context: World,
  call: AdmittedCall,
  { method, target, ...half }: Half & Readonly<{ method: string; target: string }>,
): Promise<void> =>
  record(context, call, {
    ...{ direction: 'in', kind: 'request', digest: half.digest },
    headers: { ...half.headers, ':method': method, ':path': target },
  })

/** Puts an answer on record: the provider's, or our own when it gave none. */
export const recordAnswer = (
  context: World,
  call: AdmittedCall,
  { status, ...half }: Half & Readonly<{ status: number }>,
): Promise<void> =>
  record(context, call, {
    ...{ direction: 'out', kind: 'response', digest: half.digest },
    headers: { ...half.headers, ':status': String(status) },
  })
