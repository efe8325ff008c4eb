import { webcrypto } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { Temporal } from 'temporal-polyfill'
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

/** What the authority does wrong on purpose. `down` breaks the connection off, `slow` never answers. */
export type AuthorityFaults = Readonly<{
  tsa: 'down' | 'slow' | 'lossy' | 'garbage' | 'wrong_imprint' | 'refuses' | null
  ocsp: 'down' | 'slow' | 'try_later' | null
  crl: 'down' | 'slow' | null
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
  const { faults, keys } = state
  const path = (request.url ?? '').split('?')[0]
  const fault = faultAt(path, faults)
  if (breaks(state, fault, response)) return
  const send = (mediaType: string, content: Uint8Array) =>
    response.writeHead(200, { 'content-type': mediaType }).end(content)
  const at = state.clock.now()
  if (path === '/tsa') send('application/timestamp-reply', await stamp(state, body))
  else if (path === '/ocsp') send('application/ocsp-response', await tellStatus(state, body))
  else if (path === '/crl') {
    send('application/pkix-crl', await makeCrl(keys.issuer, state.revocations, at))
  } else if (path === '/crl/root') send('application/pkix-crl', await makeCrl(keys.root, new Map(), at))
  else if (path === '/ca') send('application/pkix-cert', derOf(keys.issuer.certificate))
  else if (path === '/ca/root') send('application/pkix-cert', derOf(keys.root.certificate))
  else response.writeHead(404).end()
}

/** True when the fault has answered, or nobody will. Of two calls a lossy line loses one. */
function breaks(state: State, fault: string | null, response: ServerResponse): boolean {
  if (fault === 'lossy') state.called += 1
  const isLost = fault === 'lossy' && state.called % 2 === 1
  if (fault === 'down' || isLost) response.destroy()
  if (fault === 'garbage') response.end('<html><body>Hệ thống đang bảo trì</body>')
  return isLost || ['slow', 'down', 'garbage'].includes(fault ?? '')
}

function faultAt(path: string | undefined, { tsa, ocsp, crl }: AuthorityFaults): string | null {
  if (path === '/tsa') return tsa
  if (path === '/ocsp') return ocsp
  return path?.startsWith('/crl') ? crl : null
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
