import { X509Certificate } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import {
  childOf,
  type Der,
  DerProblem,
  findTagged,
  readDer,
  readHexInteger,
  readOctets,
  readOid,
  readTime,
} from '#platform/der'
import type { CertificateName } from './report.ts'

/** A certificate of RFC 5280, read as far as judging it needs. */
export type JudgedCertificate = Readonly<{
  der: Uint8Array
  x509: X509Certificate
  /** DER of the names. */
  subject: Uint8Array
  issuer: Uint8Array
  /** Hexadecimal without leading zeros. */
  serial: string
  /** The key inside its SubjectPublicKeyInfo: what OCSP hashes. */
  keyBits: Uint8Array
  name: CertificateName
  isAuthority: boolean
  /** Authorities that may stand between it and the end; null is as many as they like. */
  pathLength: number | null
  /** Bits of RFC 5280 §4.2.1.3 by their position; null when nothing is said. */
  keyUsage: ReadonlySet<number> | null
  purposes: readonly string[] | null
  /** id-pkix-ocsp-nocheck (RFC 6960 §4.2.2.2.1): its revocation is not asked for. */
  noCheck: boolean
  /** Critical extensions that are not judged here. */
  unknownCritical: readonly string[]
}>

export const keyUsageBit = { digitalSignature: 0, nonRepudiation: 1, certificateSign: 5, listSign: 6 } as const

const judgedExtensions = new Set([
  '2.5.29.15',
  '2.5.29.19',
  '2.5.29.37',
  '2.5.29.14',
  '2.5.29.35',
  '2.5.29.32',
  '2.5.29.17',
])

/** Reads a certificate; null when it cannot be read. */
export function readCertificate(der: Uint8Array): JudgedCertificate | null {
  try {
    return parseCertificate(der)
  } catch {
    return null
  }
}

function parseCertificate(der: Uint8Array): JudgedCertificate {
  const whole = readDer(der)
  const body = childOf(whole, 0)
  const fields = body.children.filter(({ tag }) => tag !== 0xa0)
  const [serial, , issuer, validity, subject, key] = fields
  if (!issuer || !subject) throw new DerProblem('no certificate')
  const extensions = readExtensions(findTagged(body, 0xa3))
  const validFrom = readTime(childOf(validity, 0))
  const validTo = readTime(childOf(validity, 1))
  const constraints = extensions.get('2.5.29.19')?.value
  const length = constraints?.children.find(({ tag }) => tag === 2)
  return {
    der: whole.whole,
    x509: new X509Certificate(whole.whole),
    subject: subject.whole,
    issuer: issuer.whole,
    serial: readHexInteger(serial),
    keyBits: childOf(key, 1).body.subarray(1),
    name: readName(subject, {
      serialNumber: readHexInteger(serial),
      issuer: commonNameOf(issuer),
      validFrom,
      validTo,
    }),
    isAuthority: constraints?.children[0]?.tag === 1 && constraints.children[0].body[0] !== 0,
    pathLength: length ? Number.parseInt(readHexInteger(length), 16) : null,
    keyUsage: readKeyUsage(extensions.get('2.5.29.15')?.value),
    purposes: extensions.get('2.5.29.37')?.value.children.map(readOid) ?? null,
    noCheck: extensions.has('1.3.6.1.5.5.7.48.1.5'),
    unknownCritical: [...extensions]
      .filter(([oid, { critical }]) => critical && !judgedExtensions.has(oid))
      .map(([oid]) => oid),
  }
}

type Extension = Readonly<{ critical: boolean; value: Der }>

function readExtensions(tagged: Der | undefined): ReadonlyMap<string, Extension> {
  const list = tagged?.children[0]?.children ?? []
  return new Map(
    list.map((extension) => {
      const critical = extension.children[1]?.tag === 1 && extension.children[1].body[0] !== 0
      return [readOid(childOf(extension, 0)), { critical, value: readDer(readOctets(childOf(extension, -1))) }]
    }),
  )
}

function readKeyUsage(value: Der | undefined): ReadonlySet<number> | null {
  if (!value) return null
  const bits = value.body.subarray(1)
  const positions = Array.from({ length: bits.length * 8 }, (_, position) => position)
  return new Set(positions.filter((position) => ((bits[position >> 3] ?? 0) >> (7 - (position % 8))) & 1))
}

const commonName = '2.5.4.3'
const organisation = '2.5.4.10'
// UID as Vietnamese authorities write it ("CCCD:..."), the serialNumber of a subject (EN 319 412-1), a personal number.
const personal = ['0.9.2342.19200300.100.1.1', '2.5.4.5']

function partsOf(name: Der): readonly (readonly [string, string])[] {
  return name.children.flatMap((set) =>
    set.children.map((part) => [readOid(childOf(part, 0)), textOf(childOf(part, 1))] as const),
  )
}

/** BMPString is UTF-16; every other kind of string is near enough to UTF-8. */
function textOf({ tag, body }: Der): string {
  if (tag !== 0x1e) return Buffer.from(body).toString('utf8')
  return Buffer.from(body.subarray(0, body.length - (body.length % 2)))
    .swap16()
    .toString('utf16le')
}

function commonNameOf(name: Der): string {
  const parts = partsOf(name)
  const found = parts.find(([oid]) => oid === commonName) ?? parts.find(([oid]) => oid === organisation)
  return found?.[1] ?? parts.map(([, text]) => text).join(', ')
}

type NameRest = Readonly<{
  serialNumber: string
  issuer: string
  validFrom: Temporal.Instant
  validTo: Temporal.Instant
}>

function readName(subject: Der, rest: NameRest): CertificateName {
  const parts = partsOf(subject)
  const id = parts.filter(([oid]) => personal.includes(oid)).map(([, text]) => text.match(/\d{9,12}$/)?.[0])
  return {
    commonName: commonNameOf(subject),
    organisation: parts.find(([oid]) => oid === organisation)?.[1] ?? null,
    personalId: id.find((found) => found !== undefined) ?? null,
    ...rest,
  }
}

/** Whether the certificate says that `issuer` made it, and the signature of the issuer on it is right. */
export function isIssuedBy(certificate: JudgedCertificate, issuer: JudgedCertificate): boolean {
  if (Buffer.compare(certificate.issuer, issuer.subject) !== 0) return false
  try {
    return certificate.x509.verify(issuer.x509.publicKey)
  } catch {
    return false
  }
}

/** One and the same certificate. */
export const sameCertificate = (left: JudgedCertificate, right: JudgedCertificate): boolean =>
  Buffer.compare(left.der, right.der) === 0
