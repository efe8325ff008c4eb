import { webcrypto } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { Temporal } from 'temporal-polyfill'
import { answerOnLine, type LineAnswer } from '#adapters/faulty-line'
import { type Clock, systemClock } from '#platform/clock'
import { listenOnLoopback } from '#platform/loopback'
import { type KeyAlgorithm, makeCertificate, makeKeyPair, type SubjectName } from './stand-in-certificates.ts'
import { type AuthorityKeys, makeSerial, openAuthorityKeys } from './stand-in-keys.ts'
import { answerOcspRequest, answerWith, makeCrl, serialOf } from './stand-in-revocation.ts'
import { answerStampRequest } from './stand-in-timestamps.ts'

export type AuthorityOptions = Readonly<{
  /** Where keys, issued serial numbers and the port are kept; without it they live as long as the process. */
  folder?: string
  clock?: Clock
  /** Unset: the port kept in the folder, which certificates name, or a free one. */
  port?: number
}>

export type IssueOrder = SubjectName &
  Readonly<{
    /** A seal is a certificate of an organisation. */
    kind: 'person' | 'seal'
    /** DER of a SubjectPublicKeyInfo whose key lives elsewhere; unset: a pair is made of `algorithm`. */
    publicKey?: Uint8Array
    algorithm?: KeyAlgorithm
    /** Hexadecimal. */
    serialNumber?: string
    validFrom?: Temporal.Instant
    validTo?: Temporal.Instant
  }>

export type IssuedCertificate = Readonly<{
  /** DER. */
  certificate: Uint8Array
  /** DER of the certificate, its issuer and the root. */
  chain: readonly Uint8Array[]
  /** Hexadecimal, for `revoke`. */
  serialNumber: string
  /** Null when the order brought its public key. */
  privateKey: webcrypto.CryptoKey | null
}>

/** What goes wrong anywhere: the connection breaks off; there is no answer; it is none; it is of 1 GB; it comes a byte a second. */
export type AuthorityLineFault = 'down' | 'slow' | 'garbage' | 'huge' | 'drip'

/** What the authority does wrong on purpose. */
export type AuthorityFaults = Readonly<{
  tsa: AuthorityLineFault | 'lossy' | 'wrong_imprint' | 'refuses' | null
  ocsp: AuthorityLineFault | 'try_later' | null
  crl: AuthorityLineFault | null
}>

export type StandInAuthority = Readonly<{
  url: string
  tsaUrl: string
  /** DER of the root: the one to trust. */
  root: Uint8Array
  /** DER of the CA that issues. */
  issuer: Uint8Array
  issue: (order: IssueOrder) => Promise<IssuedCertificate>
  /** Revoked from now on, or from `at`. */
  revoke: (serialNumber: string, at?: Temporal.Instant) => void
  setFaults: (faults: Partial<AuthorityFaults>) => void
  stop: () => Promise<void>
}>

type State = {
  readonly keys: AuthorityKeys
  readonly clock: Clock
  readonly revocations: Map<string, Temporal.Instant>
  readonly issued: Set<string>
  faults: AuthorityFaults
  readonly keep: () => void
  called: number
}

/**
 * Starts an authority on loopback, for demonstrations and tests: a root, a CA that issues to people and seals, a time
 * stamper (`/tsa`), OCSP (`/ocsp`), revocation lists (`/crl`, `/crl/root`) and the certificates (`/ca`, `/ca/root`).
 */
export async function startStandInAuthority(options: AuthorityOptions = {}): Promise<StandInAuthority> {
  const { folder = null, clock = systemClock } = options
  const kept = readKept(folder)
  const server = createServer()
  // A kept port may be taken by another program today; the old certificates then name an address that is away.
  const { url, port, stop } = await listenOnLoopback(server, options.port ?? kept.port).catch(() =>
    listenOnLoopback(server),
  )
  const keys = await openAuthorityKeys(folder, url)
  const revocations = new Map(kept.revoked.map(([serial, at]) => [serial, Temporal.Instant.from(at)]))
  const issued = new Set([...kept.issued, serialOf(keys.timestamp.certificate.serialNumber)])
  const keep = () => writeKept(folder, { port, revoked: [...revocations], issued: [...issued] })
  const state: State = {
    keys,
    clock,
    revocations,
    issued,
    faults: { tsa: null, ocsp: null, crl: null },
    keep,
    called: 0,
  }
  keep()
  server.on('request', (request, response) => {
    answer(state, request, response).catch(() => response.writeHead(400).end())
  })
  return {
    url,
    tsaUrl: `${url}/tsa`,
    root: derOf(keys.root.certificate),
    issuer: derOf(keys.issuer.certificate),
    issue: (order) => issue(state, url, order),
    revoke(serialNumber, at = clock.now()) {
      revocations.set(serialNumber, at)
      keep()
    },
    setFaults(faults) {
      state.faults = { ...state.faults, ...faults }
    },
    stop,
  }
}

async function issue(state: State, url: string, order: IssueOrder): Promise<IssuedCertificate> {
  const pair = order.publicKey ? null : await makeKeyPair(order.algorithm ?? 'rsa-2048')
  const now = state.clock.now()
  const serial = order.serialNumber ? Buffer.from(order.serialNumber, 'hex') : makeSerial()
  const { root, issuer } = state.keys
  const made = await makeCertificate(
    {
      subject: order,
      publicKey: order.publicKey ?? (await readPublicKey(pair)),
      serial,
      validFrom: order.validFrom ?? now.subtract({ hours: 24 }),
      validTo: order.validTo ?? now.add({ hours: 3 * 365 * 24 }),
      purpose: 'signature',
      issuer: issuer.certificate,
      ocspUrl: `${url}/ocsp`,
      crlUrl: `${url}/crl`,
      issuerUrl: `${url}/ca`,
    },
    issuer.privateKey,
  )
  const serialNumber = serialOf(made.serialNumber)
  state.issued.add(serialNumber)
  state.keep()
  const certificate = derOf(made)
  return {
    certificate,
    chain: [certificate, derOf(issuer.certificate), derOf(root.certificate)],
    serialNumber,
    privateKey: pair?.privateKey ?? null,
  }
}

async function readPublicKey(pair: webcrypto.CryptoKeyPair | null): Promise<Uint8Array> {
  if (!pair) throw new TypeError('there is neither a public key nor a pair')
  return new Uint8Array(await webcrypto.subtle.exportKey('spki', pair.publicKey))
}

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await buffer(request)
  const path = (request.url ?? '').split('?')[0] ?? ''
  const fault = faultAt(path, state.faults)
  if (fault === 'lossy') state.called += 1
  const number = state.called
  const take = () => serve(state, path, body)
  await answerOnLine({ fault, response, take, garbage: 'Hệ thống đang bảo trì', turn: { number, of: 2 } })
}

async function serve(state: State, path: string, body: Uint8Array): Promise<LineAnswer> {
  const { keys, revocations } = state
  const at = state.clock.now()
  const found = (type: string, content: Uint8Array) => ({ status: 200, type, body: Buffer.from(content) })
  switch (path) {
    case '/tsa':
      return found('application/timestamp-reply', await stamp(state, body))
    case '/ocsp':
      return found('application/ocsp-response', await tellStatus(state, body))
    case '/crl':
      return found('application/pkix-crl', await makeCrl(keys.issuer, revocations, at))
    case '/crl/root':
      return found('application/pkix-crl', await makeCrl(keys.root, new Map(), at))
    case '/ca':
      return found('application/pkix-cert', derOf(keys.issuer.certificate))
    case '/ca/root':
      return found('application/pkix-cert', derOf(keys.root.certificate))
    default:
      return { status: 404, type: 'text/plain', body: '' }
  }
}

function faultAt(path: string, { tsa, ocsp, crl }: AuthorityFaults): string | null {
  if (path === '/tsa') return tsa
  if (path === '/ocsp') return ocsp
  return path.startsWith('/crl') ? crl : null
}

function stamp({ keys, clock, faults: { tsa } }: State, request: Uint8Array): Promise<Uint8Array> {
  const fault = tsa === 'wrong_imprint' || tsa === 'refuses' ? tsa : null
  return answerStampRequest({ request, holder: keys.timestamp, issuers: [keys.issuer], at: clock.now(), fault })
}

async function tellStatus(state: State, request: Uint8Array): Promise<Uint8Array> {
  const { keys, clock, faults, revocations, issued } = state
  if (faults.ocsp === 'try_later') return answerWith(3)
  const { ocsp: responder, issuer } = keys
  return await answerOcspRequest({ request, responder, issuer, at: clock.now(), revocations, issued })
}

const derOf = (made: { toSchema: () => { toBER: () => ArrayBuffer } }): Uint8Array =>
  new Uint8Array(made.toSchema().toBER())

type Kept = Readonly<{
  port: number
  revoked: readonly (readonly [string, string])[]
  issued: readonly string[]
}>

function readKept(folder: string | null): Kept {
  const file = folder && join(folder, 'issued.json')
  if (!(file && existsSync(file))) return { port: 0, revoked: [], issued: [] }
  return JSON.parse(readFileSync(file, 'utf8')) as Kept
}

function writeKept(
  folder: string | null,
  { port, revoked, issued }: Readonly<{ port: number; revoked: unknown; issued: unknown }>,
): void {
  if (folder) writeFileSync(join(folder, 'issued.json'), JSON.stringify({ port, revoked, issued }))
}
