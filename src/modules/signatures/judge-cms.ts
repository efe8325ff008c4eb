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
import { hashName, hashOf, isSignedBy, judgeStrength, signatureHash } from './judge-algorithms.ts'
import { type JudgedCertificate, readCertificate } from './judge-certificates.ts'
import type { Finding } from './report.ts'

/** Signed data of RFC 5652 with its one signer, read. */
export type SignedMessage = Readonly<{
  /** Everything up to the last byte of the message; what follows is padding. */
  length: number
  contentType: string
  /** What it carries within; null when the content stands elsewhere. */
  content: Uint8Array | null
  certificates: readonly JudgedCertificate[]
  signer: Der
  attributes: ReadonlyMap<string, Der>
  /** The signed attributes as they were signed: a SET (§5.4); null when there are none. */
  signedAttributes: Uint8Array | null
  unsigned: ReadonlyMap<string, Der>
  /** DER of the revocation lists and OCSP responses that stand in it. */
  crls: readonly Uint8Array[]
  ocsps: readonly Uint8Array[]
}>

const oids = {
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  ocspResponse: '1.3.6.1.5.5.7.16.2',
} as const

export const attributeOids = {
  timestampToken: '1.2.840.113549.1.9.16.2.14',
  revocationArchive: '1.2.840.113583.1.1.8',
} as const

const mostCertificates = 100

/** Reads a message. Throws `DerProblem`: also for none or several signers, which PAdES forbids (EN 319 142-1 §6.3). */
export function readSignedMessage(bytes: Uint8Array): SignedMessage {
  const whole = readDer(bytes)
  if (readOid(childOf(whole, 0)) !== oids.signedData) throw new DerProblem('no signed data')
  const data = childOf(childOf(whole, 1), 0)
  if (whole.tag !== 0x30 || data.tag !== 0x30 || childOf(data, -1).tag !== 0x31)
    throw new DerProblem('no signed data')
  const capsule = data.children.find(({ tag }) => tag === 0x30)
  const signers = childOf(data, -1).children
  const signer = signers[0]
  if (!signer || signers.length > 1) throw new DerProblem(`${signers.length} signers`)
  const signed = findTagged(signer, 0xa0)
  const within = capsule?.children[1]?.children[0]
  const archived = findTagged(data, 0xa1)?.children ?? []
  return {
    length: whole.whole.length,
    contentType: readOid(capsule?.children[0]),
    content: within ? readOctets(within) : null,
    certificates: readCertificates(findTagged(data, 0xa0)),
    signer,
    attributes: readAttributes(signed),
    signedAttributes: signed ? asSet(signed.whole) : null,
    unsigned: readAttributes(findTagged(signer, 0xa1)),
    crls: archived.filter(({ tag }) => tag === 0x30).map((list) => list.whole),
    ocsps: archived.flatMap(otherRevocation),
  }
}

function readCertificates(list: Der | undefined): readonly JudgedCertificate[] {
  const found = (list?.children ?? []).filter(({ tag }) => tag === 0x30).slice(0, mostCertificates)
  return found.map(({ whole }) => readCertificate(whole)).filter((one) => one !== null)
}

/** OCSP responses beside the lists (RFC 5940 §2.1). */
function otherRevocation(entry: Der): readonly Uint8Array[] {
  if (entry.tag !== 0xa1 || readOid(entry.children[0]) !== oids.ocspResponse) return []
  return entry.children[1] ? [entry.children[1].whole] : []
}

/** The first value of each attribute; a signed one that stands there twice is not believed. */
function readAttributes(list: Der | undefined): ReadonlyMap<string, Der> {
  const found = new Map<string, Der>()
  for (const attribute of list?.children ?? []) {
    const oid = readOid(childOf(attribute, 0))
    if (found.has(oid) && list?.tag === 0xa0) throw new DerProblem(`attribute ${oid} twice`)
    const value = childOf(attribute, 1).children[0]
    if (value && !found.has(oid)) found.set(oid, value)
  }
  return found
}

function asSet(tagged: Uint8Array): Uint8Array {
  const set = Uint8Array.from(tagged)
  set[0] = 0x31
  return set
}

/** The certificate that the message names as its signer's; null when it is not there. */
export function findSigner({ signer, certificates }: SignedMessage): JudgedCertificate | null {
  const id = childOf(signer, 1)
  if (id.tag !== 0x30) return certificates.find((one) => hasKeyIdentifier(one, id.body)) ?? null
  const issuer = childOf(id, 0).whole
  const serial = readHexInteger(childOf(id, 1))
  const named = certificates.find((one) => one.serial === serial && Buffer.compare(one.issuer, issuer) === 0)
  return named ?? null
}

/** By the usual way to make an identifier (RFC 5280 §4.2.1.2): the SHA-1 of the key. */
const hasKeyIdentifier = ({ keyBits }: JudgedCertificate, identifier: Uint8Array): boolean =>
  Buffer.compare(hashOf('sha1', keyBits), identifier) === 0

/** What is right and wrong about the signature itself. `bound`: the certificate is among what was signed (RFC 5035). */
export type MessageJudgement = Readonly<{ intact: boolean; bound: boolean; findings: readonly Finding[] }>

/** Judges the signature of a message over `content`, whose parts follow each other. */
export function judgeMessage(
  message: SignedMessage,
  certificate: JudgedCertificate,
  content: readonly Uint8Array[],
): MessageJudgement {
  const findings: Finding[] = []
  const grave = (code: string, detail?: string): void => {
    findings.push({ code, weight: 'grave', ...(detail ? { detail } : {}) })
  }
  const hash = hashName(childOf(message.signer, 2))
  if (message.signedAttributes) {
    if (!hasDigest(message, hashOf(hash, ...content))) grave('content_changed')
    if (!namesContent(message)) grave('content_type_wrong')
  }
  const { algorithm, value } = signatureOf(message)
  const bytes = message.signedAttributes ?? Buffer.concat(content)
  if (!isSignedBy({ bytes, algorithm, value, hash }, certificate.x509.publicKey)) grave('signature_wrong')
  const binding = judgeBinding(message, certificate)
  if (binding === 'wrong') grave('certificate_swapped')
  findings.push(...judgeStrength(hash, certificate.x509.publicKey))
  const other = signatureHash({ algorithm, hash })
  if (other !== hash) findings.push(...judgeStrength(other, certificate.x509.publicKey))
  const intact = !findings.some(({ weight }) => weight === 'grave')
  return { intact, bound: binding === 'bound', findings }
}

function signatureOf({ signer }: SignedMessage): Readonly<{ algorithm: Der; value: Uint8Array }> {
  const parts = signer.children.filter(({ tag }) => tag !== 0xa0 && tag !== 0xa1)
  return { algorithm: childOf({ ...signer, children: parts }, 3), value: readOctets(parts[4]) }
}

function hasDigest({ attributes }: SignedMessage, digest: Buffer): boolean {
  const said = attributes.get(oids.messageDigest)
  return said !== undefined && Buffer.compare(digest, readOctets(said)) === 0
}

function namesContent({ attributes, contentType }: SignedMessage): boolean {
  const said = attributes.get(oids.contentType)
  return said !== undefined && readOid(said) === contentType
}

/** ESS: the first certificate named must be the signer's (RFC 5035 §5.4, RFC 2634 §5.4). */
function judgeBinding(
  { attributes }: SignedMessage,
  certificate: JudgedCertificate,
): 'bound' | 'none' | 'wrong' {
  const [second, first] = [attributes.get(oids.signingCertificateV2), attributes.get(oids.signingCertificate)]
  const named = (second ?? first)?.children[0]?.children[0]
  if (!named) return 'none'
  const parts = named.children
  const usual = second ? 'sha256' : 'sha1'
  const hash = parts[0]?.tag === 0x30 ? hashName(parts[0]) : usual
  const said = parts.find(({ tag }) => tag === 4)
  return said && Buffer.compare(hashOf(hash, certificate.der), said.body) === 0 ? 'bound' : 'wrong'
}

/** When the signer says it signed; null when nothing is said. */
export function claimedTime({ attributes }: SignedMessage): Temporal.Instant | null {
  const said = attributes.get(oids.signingTime)
  return said ? readTime(said) : null
}

/** Certificate lists and OCSP responses that old makers put among the signed attributes (adbe-revocationInfoArchival). */
export function archivedRevocation(
  message: SignedMessage,
): Readonly<{ crls: Uint8Array[]; ocsps: Uint8Array[] }> {
  const archive = message.attributes.get(attributeOids.revocationArchive)
  const list = (tag: number): Uint8Array[] =>
    (archive && findTagged(archive, tag)?.children[0]?.children.map(({ whole }) => whole)) ?? []
  return { crls: [...message.crls, ...list(0xa0)], ocsps: [...message.ocsps, ...list(0xa1)] }
}

/** The value of the signature: what a time stamp on it is over (CAdES, EN 319 122-1 §5.3). */
export const signatureValue = (message: SignedMessage): Uint8Array => signatureOf(message).value
