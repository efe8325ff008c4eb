import { hash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import type { Context } from '#platform/context'
import { makeId } from '#platform/ids'
import { type AdmittedCall, hasBody, type IncomingCall } from './admit-call.ts'
import { type Digest, digestOf, emptyDigest, type HashingBody, makeHashingBody } from './hashing-body.ts'
import { isOnTrial } from './limits.ts'
import { NotRecorded, recordAnswer, recordRequest } from './log-call.ts'
import type { Answer } from './provider-answer.ts'
import { type Providers, readingMethods } from './providers.ts'
import { answerFault, type Fault, type FaultCode } from './rules/faults.ts'
import { type Headers, passHeaders, writeHeaderText } from './rules/headers.ts'
import { breakOffTrickle, Trickle } from './slow-watch.ts'

type World = Readonly<{ context: Context; providers: Providers }>

/** What the caller gets: the head, and the body on its way or null. */
export type CarriedAnswer = Readonly<{
  status: number
  headers: Readonly<Record<string, string | readonly string[]>>
  body: Readable | Buffer | null
  /** How much has passed so far. */
  bytesIn: () => number
  bytesOut: () => number
}>

/** The half of a call that goes to the provider: what is known of it, and its place on record. */
type Outgoing = Readonly<{
  body: HashingBody | null
  headers: Headers
  /** Of a request that the provider has whole; null as long as it is on its way. */
  digest: () => Digest | null
  /** Done when the request is on record, as far as it got; breaks with `NotRecorded`. */
  recorded: () => Promise<void>
}>

function forProvider(call: AdmittedCall, headers: Headers, requestId: string) {
  const passed = passHeaders(headers)
  // Of a request without a body it would say nothing, or nonsense.
  if (!hasBody(headers)) delete passed['content-length']
  passed.accept ??= 'application/json'
  passed['x-road-client'] = call.client
  passed['x-road-service'] = call.target
  passed['x-road-id'] = call.messageId
  passed['x-road-request-id'] = requestId
  return passed
}

/**
 * Carries a call to its provider and the answer back. Both bodies stream through and are hashed. The provider gets a
 * request that may change something, or the last piece of it, when it is on record; the caller gets the last piece of an
 * answer when request and answer are. Breaks with `NotRecorded` where the provider may have the request by then.
 */
export async function carryCall(
  { context, providers }: World,
  call: AdmittedCall,
  raw: IncomingMessage,
  incoming: IncomingCall,
): Promise<CarriedAnswer | Fault> {
  const requestId = makeId()
  const headers = forProvider(call, incoming.headers, requestId)
  const outgoing = openOutgoing(context, call, raw, { ...incoming, headers })
  if (!outgoing.body && !readingMethods.has(incoming.method) && !(await isDone(outgoing.recorded())))
    return { code: 'not_logged' }
  const { version: name, timeoutMs, showsCertificate } = call.version
  const key = `${call.target}/${name}${isOnTrial(call.caller) ? '/sandbox' : ''}`
  const sent = await providers.call({
    ...{ key, base: call.base, path: call.path, method: incoming.method, headers, timeoutMs, showsCertificate },
    body: outgoing.body?.stream ?? null,
  })
  if (!sent.ok) {
    if (await isDone(recordFault(context, call, outgoing, sent.fault))) return sent.fault
    return { code: mayBeCarriedOut.has(sent.fault.code) ? 'answer_withheld' : 'not_logged' }
  }
  const digest = outgoing.digest()
  const requestHash = digest && hashRequest(incoming, headers, digest)
  const ours = {
    'x-road-client': call.client,
    'x-road-service': call.target,
    'x-road-id': call.messageId,
    'x-road-request-id': requestId,
    // An answer that begins before its request has ended cannot name the hash of it; the log does.
    ...(requestHash && { 'x-road-request-hash': requestHash }),
  }
  return await openAnswer(context, call, outgoing, { answer: sent.answer, ours })
}

/** After these nobody knows how far the provider came. */
const mayBeCarriedOut: ReadonlySet<FaultCode> = new Set(['timeout', 'unreachable', 'bad_answer'])

/** Whether it went on record. */
async function isDone(recording: Promise<void>): Promise<boolean> {
  try {
    await recording
    return true
  } catch (error) {
    if (error instanceof NotRecorded) return false
    throw error
  }
}

/** Base64 of SHA512(SHA512(headers) + SHA512(body)); without a body only of the headers (PR-REST 4.3). */
function hashRequest({ method, target }: IncomingCall, headers: Headers, digest: Digest): string {
  const text = writeHeaderText(method, target, headers)
  if (digest.sizeBytes === 0 || digest.sha512 === null) return hash('sha512', text, 'base64')
  return hash('sha512', Buffer.concat([hash('sha512', text, 'buffer'), digest.sha512]), 'base64')
}

function openOutgoing(
  context: Context,
  call: AdmittedCall,
  raw: IncomingMessage,
  { method, target, headers }: IncomingCall,
): Outgoing {
  let known: Digest | null = null
  let recording: Promise<void> | null = null
  const record = (digest: Digest): Promise<void> => {
    recording ??= recordRequest(context, call, { method, target, headers, digest })
    // Whoever waits for it is told; until then nobody may be.
    recording.catch(() => undefined)
    return recording
  }
  const beforeEnd = async (digest: Digest) => {
    known = digest
    await record(digest)
  }
  const { keepBodyBytes: keepBytes } = call.version
  const { GATEWAY_MAX_BYTES: mostBytes } = context.config
  const body = hasBody(raw.headers)
    ? makeHashingBody({ mostBytes, half: 'request', keepBytes, beforeEnd })
    : null
  if (body) {
    // It may break before anybody listens; who comes later is told by the state of the stream.
    body.stream.on('error', () => undefined)
    raw.pipe(body.stream)
    raw.once('close', () => raw.complete || body.stream.destroy(new Error('the caller hung up')))
    // A provider may answer before it has all of it: what nobody takes any more must not stand in the caller's way.
    body.stream.once('close', () => raw.resume())
    breakOffTrickle(body, call.version.timeoutMs)
  } else {
    known = emptyDigest
    void record(emptyDigest)
  }
  return {
    body,
    headers,
    digest: () => known,
    recorded: () => record(known ?? body?.digestSoFar() ?? emptyDigest),
  }
}

async function recordFault(
  context: Context,
  call: AdmittedCall,
  outgoing: Outgoing,
  fault: Fault,
): Promise<void> {
  await outgoing.recorded()
  const { status, headers, body } = answerFault(fault, call.messageId)
  const digest = digestOf(Buffer.from(JSON.stringify(body)))
  await recordAnswer(context, call, { status, headers, digest })
}

type Arrived = Readonly<{ answer: Answer; ours: Record<string, string> }>

async function openAnswer(
  context: Context,
  call: AdmittedCall,
  outgoing: Outgoing,
  { answer: { status, headers: theirs, body }, ours }: Arrived,
): Promise<CarriedAnswer | Fault> {
  const headers = Object.assign(passHeaders(theirs), ours)
  const putOnRecord = async (digest: Digest) => {
    // A body that is kept takes its time; the answer still stands behind its request.
    if (call.version.keepBodyBytes > 0) await outgoing.recorded()
    await Promise.all([outgoing.recorded(), recordAnswer(context, call, { status, headers, digest })])
  }
  const bytesIn = () => outgoing.body?.bytes() ?? 0
  if (body === null) {
    await putOnRecord(emptyDigest)
    return { status, headers, body, bytesIn, bytesOut: () => 0 }
  }
  const { GATEWAY_MAX_BYTES: mostBytes } = context.config
  const { keepBodyBytes: keepBytes, timeoutMs } = call.version
  if (!(body instanceof Readable)) {
    const { whole, broken } = await body.read(timeoutMs)
    if (broken instanceof NotRecorded) throw broken
    if (broken) {
      recordBroken(context, call, { status, headers, digest: digestOf(whole) })
      return { code: broken instanceof Trickle ? 'timeout' : 'unreachable' }
    }
    await putOnRecord(digestOf(whole, keepBytes))
    return { status, headers, body: whole, bytesIn, bytesOut: () => whole.length }
  }
  const passing = makeHashingBody({ mostBytes, half: 'answer', keepBytes, beforeEnd: putOnRecord })
  breakOffTrickle(passing, timeoutMs)
  pipeline(body, passing.stream, (error) => {
    if (error) recordBroken(context, call, { status, headers, digest: passing.digestSoFar() })
  })
  return { status, headers, body: passing.stream, bytesIn, bytesOut: passing.bytes }
}

/** An answer that broke off is on record too, as far as it came. */
function recordBroken(
  context: Context,
  call: AdmittedCall,
  { headers, ...rest }: Readonly<{ status: number; headers: Headers; digest: Digest }>,
): void {
  // Where it cannot be, `log-call.ts` has said so to the log.
  recordAnswer(context, call, { ...rest, headers: { ...headers, ':ended': 'broken_off' } }).catch(
    () => undefined,
  )
}
