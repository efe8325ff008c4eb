import type { Temporal } from 'temporal-polyfill'
import {
  authenticateClient,
  type Caller,
  chooseVersion,
  findHolders,
  findOffering,
  findWithdrawn,
  mayCall,
  type OfferingVersion,
  readSubsystemId,
  standingAt,
  writeSubsystemId,
} from '#modules/exchange'
import type { Context } from '#platform/context'
import { makeId } from '#platform/ids'
import type { Limits } from './limits.ts'
import { localDayText } from './local-day.ts'
import { type CallAddress, readAddress } from './rules/address.ts'
import type { Fault } from './rules/faults.ts'
import { type Headers, readMessageId } from './rules/headers.ts'
import type { ShownCertificate } from './tls-door.ts'

/** A request as the network gave it: the target raw, the headers in lower case. */
export type IncomingCall = Readonly<{
  method: string
  target: string
  headers: Headers
  /** Null: not a connection with certificates; the caller is known by its token. */
  certificate: ShownCertificate | null
}>

/** Who asks what of whom, as far as it is known. */
export type CallNames = Readonly<{
  messageId: string
  client: string
  /** The offering as `X-Road-Service` has it. */
  target: string
  caller: Caller
  offeringId: string
}>

/** A call that may go through, and where: `path` is added to `base`. */
export type AdmittedCall = CallNames & Readonly<{ version: OfferingVersion; base: string; path: string }>

export type Admission =
  | Readonly<{ ok: true; call: AdmittedCall }>
  | Readonly<{ ok: false; fault: Fault; names: CallNames | null }>

const refuse = (fault: Fault, names: CallNames | null = null): Admission => ({ ok: false, fault, names })

const one = (value: string | readonly string[] | undefined): string => (typeof value === 'string' ? value : '')

export const hasBody = (headers: Headers): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/** Decides whether a call goes through: address, caller, right, limits, state, in this order. */
export async function admitCall(
  context: Pick<Context, 'db' | 'clock' | 'secret' | 'config'>,
  limits: Limits,
  incoming: IncomingCall,
): Promise<Admission> {
  const { method, headers } = incoming
  const read = readAddress(incoming.target)
  if (!read.ok) return refuse({ code: 'bad_address', notice: `(${read.fault})` })
  if ((method === 'GET' || method === 'HEAD') && hasBody(headers)) return refuse({ code: 'body_in_get' })
  if (Number(headers['content-length'] ?? 0) > context.config.GATEWAY_MAX_BYTES)
    return refuse({ code: 'too_large' })
  // With another coding the provider would be sent what nobody tells it how to read (RFC 9112 6.1).
  const coding = headers['transfer-encoding']
  if (coding !== undefined && one(coding).toLowerCase() !== 'chunked')
    return refuse({ code: 'bad_request', notice: '(transfer-encoding)' })
  const client = readSubsystemId(one(headers['x-road-client']))
  if (!client) return refuse({ code: 'bad_client' })
  const messageId = headers['x-road-id'] === undefined ? makeId() : readMessageId(one(headers['x-road-id']))
  if (messageId === null) return refuse({ code: 'bad_id' })
  const name = writeSubsystemId(client)
  const caller = await identify(context, incoming, name)
  if ('code' in caller) return refuse(caller)
  return await admitCaller(context, limits, { address: read.address, client: name, messageId, caller })
}

/** Who calls, by token or by certificate; it must be whom it says it is. */
async function identify(
  context: Pick<Context, 'db' | 'clock' | 'secret' | 'config'>,
  { headers, certificate }: IncomingCall,
  name: string,
): Promise<Caller | Fault> {
  const isNamed = (caller: Caller) =>
    writeSubsystemId({ ...caller, instance: context.config.EXCHANGE_INSTANCE }) === name
  if (certificate) {
    const { sha256, problem } = certificate
    if (problem) return { code: 'bad_certificate', notice: `(${problem})` }
    const holders = await findHolders(context, sha256)
    if (holders.length === 0) return { code: 'bad_certificate', notice: '(not registered, ended or revoked)' }
    return holders.find(isNamed) ?? { code: 'other_client' }
  }
  const caller = await authenticateClient(context, one(headers.authorization))
  if (!caller) return { code: 'not_authenticated' }
  return isNamed(caller) ? caller : { code: 'other_client' }
}

type Known = Readonly<{ address: CallAddress; client: string; messageId: string; caller: Caller }>

async function admitCaller(
  context: Pick<Context, 'db' | 'clock' | 'config'>,
  limits: Limits,
  { address, client, messageId, caller }: Known,
): Promise<Admission> {
  const { db, clock, config } = context
  const isHere = address.instance === config.EXCHANGE_INSTANCE
  const found = isHere ? await findOffering(context, address) : null
  if (!found) return refuse({ code: 'unknown_service' })
  const { offering, versions } = found
  const target = `${writeSubsystemId(address)}/${address.offering}`
  const names = { messageId, client, target, caller, offeringId: offering.id }
  const now = clock.now()
  const access = await mayCall(db, caller, offering, localDayText(now))
  if (!access.ok) return refuse({ code: 'no_right' }, names)
  const limit = await limits(caller)
  if (limit) return refuse(limit, names)
  const chosen = chooseStanding(versions, address.path, now)
  if ('code' in chosen) return refuse(chosen, names)
  const { version } = chosen
  const base = access.sandbox ? version.sandboxUrl : version.providerUrl
  if (base === null) return refuse({ code: 'no_sandbox' }, names)
  return { ok: true, call: { ...names, version, base, path: `${address.path}${address.query}` } }
}

const retryWhenUnknownSeconds = 300

/** The version a path means, if it answers at this moment; otherwise what its callers are told. */
function chooseStanding(
  versions: readonly OfferingVersion[],
  path: string,
  now: Temporal.Instant,
): Fault | Readonly<{ version: OfferingVersion }> {
  const [, segment] = path.split('/')
  const firstSegment = segment && decodeURIComponent(segment)
  const version = chooseVersion(versions, firstSegment)
  if (!version) {
    const gone = findWithdrawn(versions, firstSegment)
    const notice = gone && `${gone.version} was withdrawn. ${gone.notice ?? ''}`.trim()
    return notice ? { code: 'unknown_service', notice } : { code: 'unknown_service' }
  }
  const { state, notice, untilAt } = standingAt(version, now)
  if (state !== 'maintenance') return { version }
  const wait = untilAt
    ? Math.ceil((untilAt.epochMilliseconds - now.epochMilliseconds) / 1000)
    : retryWhenUnknownSeconds
  return { code: 'maintenance', notice: notice ?? '', retryAfterSeconds: wait }
}
