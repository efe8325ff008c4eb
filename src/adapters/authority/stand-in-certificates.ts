import { webcrypto } from 'node:crypto'
import { BitString, Integer, Null, OctetString, PrintableString, Utf8String } from 'asn1js'
import {
  AccessDescription,
  AttributeTypeAndValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  CRLDistributionPoints,
  DistributionPoint,
  Extension,
  ExtKeyUsage,
  GeneralName,
  GeneralNames,
  InfoAccess,
  PublicKeyInfo,
  type RelativeDistinguishedNames,
  Time,
} from 'pkijs'
import type { Temporal } from 'temporal-polyfill'

export type KeyAlgorithm = 'rsa-2048' | 'rsa-3072' | 'ecdsa-p256'

/** A name as it stands in a certificate; a personal id stands in UID, the way Vietnamese authorities write it. */
export type SubjectName = Readonly<{ commonName: string; organisation?: string; personalId?: string }>

export type Holder = Readonly<{ certificate: Certificate; privateKey: webcrypto.CryptoKey }>

export type CertificateOrder = Readonly<{
  subject: SubjectName
  /** DER of a SubjectPublicKeyInfo. */
  publicKey: Uint8Array
  serial: Uint8Array
  validFrom: Temporal.Instant
  validTo: Temporal.Instant
  /** `server`: of one that listens on 127.0.0.1. */
  purpose: 'root' | 'issuer' | 'signature' | 'timestamp' | 'ocsp' | 'server'
  /** Null signs itself. */
  issuer: Certificate | null
  ocspUrl?: string
  crlUrl?: string
  issuerUrl?: string
}>

const oids = {
  commonName: '2.5.4.3',
  country: '2.5.4.6',
  organisation: '2.5.4.10',
  userId: '0.9.2342.19200300.100.1.1',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  documentSigning: '1.3.6.1.5.5.7.3.36',
  ocsp: '1.3.6.1.5.5.7.48.1',
  caIssuers: '1.3.6.1.5.5.7.48.2',
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
} as const

export async function makeKeyPair(algorithm: KeyAlgorithm): Promise<webcrypto.CryptoKeyPair> {
  const { subtle } = webcrypto
  if (algorithm === 'ecdsa-p256') {
    return await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  }
  const modulusLength = Number(algorithm.slice(4))
  const publicExponent = new Uint8Array([1, 0, 1])
  const rsa = { name: 'RSASSA-PKCS1-v1_5', modulusLength, publicExponent, hash: 'SHA-256' }
  return await subtle.generateKey(rsa, true, ['sign', 'verify'])
}

/** A certificate of RFC 5280, signed by `signingKey`. */
export async function makeCertificate(
  order: CertificateOrder,
  signingKey: webcrypto.CryptoKey,
): Promise<Certificate> {
  const made = new Certificate()
  made.version = 2
  made.serialNumber = new Integer({ valueHex: order.serial })
  writeName(made.subject, order.subject)
  if (order.issuer) made.issuer = order.issuer.subject
  else writeName(made.issuer, order.subject)
  made.notBefore = timeOf(order.validFrom)
  made.notAfter = timeOf(order.validTo)
  made.subjectPublicKeyInfo = PublicKeyInfo.fromBER(order.publicKey)
  made.extensions = await listExtensions(made, order)
  await made.sign(signingKey, 'SHA-256')
  return made
}

async function listExtensions(made: Certificate, order: CertificateOrder): Promise<Extension[]> {
  const { purpose, issuer } = order
  const isAuthority = purpose === 'root' || purpose === 'issuer'
  const ownKey = await made.getKeyHash()
  const issuerKey = await (issuer ?? made).getKeyHash()
  const constraints = new BasicConstraints(
    isAuthority ? { cA: true, ...(purpose === 'issuer' ? { pathLenConstraint: 0 } : {}) } : {},
  )
  const keyIdentifier = new OctetString({ valueHex: issuerKey })
  return [
    extension('2.5.29.19', constraints.toSchema(), isAuthority),
    extension('2.5.29.15', keyUsage(purpose), true),
    extension('2.5.29.14', new OctetString({ valueHex: ownKey })),
    extension('2.5.29.35', new AuthorityKeyIdentifier({ keyIdentifier }).toSchema()),
    ...listPurposes(purpose),
    ...listAddresses(order),
  ]
}

function keyUsage(purpose: CertificateOrder['purpose']): BitString {
  if (purpose === 'root' || purpose === 'issuer') return bits(0x06, 1) // keyCertSign, cRLSign
  if (purpose === 'ocsp' || purpose === 'server') return bits(0x80, 7) // digitalSignature
  return bits(0xc0, 6) // digitalSignature, nonRepudiation
}

function extension(extnID: string, value: { toBER: () => ArrayBuffer }, critical = false): Extension {
  return new Extension({ extnID, critical, extnValue: value.toBER() })
}

/** RFC 5280 §4.1.2.5: a UTCTime until 2049. */
const timeOf = (instant: Temporal.Instant): Time =>
  new Time({ type: 0, value: new Date(instant.epochMilliseconds) })

const bits = (value: number, unusedBits: number): BitString =>
  new BitString({ valueHex: new Uint8Array([value]).buffer, unusedBits })

function listPurposes(purpose: CertificateOrder['purpose']): Extension[] {
  const keyPurposes = (...names: string[]) => new ExtKeyUsage({ keyPurposes: names }).toSchema()
  if (purpose === 'timestamp') return [extension('2.5.29.37', keyPurposes(oids.timeStamping), true)]
  // Readers built on NSS, pdfsig among them, take only a key for mail for a person's.
  if (purpose === 'signature') {
    return [extension('2.5.29.37', keyPurposes(oids.emailProtection, oids.documentSigning))]
  }
  if (purpose === 'server') return [extension('2.5.29.37', keyPurposes(oids.serverAuth)), loopbackName()]
  if (purpose !== 'ocsp') return []
  return [extension('2.5.29.37', keyPurposes(oids.ocspSigning)), extension(oids.ocspNoCheck, new Null())]
}

/** Whom a client must have meant: the address 127.0.0.1 (RFC 5280 §4.2.1.6). */
function loopbackName(): Extension {
  const address = new OctetString({ valueHex: Uint8Array.of(127, 0, 0, 1).buffer })
  const names = new GeneralNames({ names: [new GeneralName({ type: 7, value: address })] })
  return extension('2.5.29.17', names.toSchema())
}

function listAddresses({ ocspUrl, crlUrl, issuerUrl }: CertificateOrder): Extension[] {
  const at = (value: string) => new GeneralName({ type: 6, value })
  const descriptions = [
    ocspUrl && new AccessDescription({ accessMethod: oids.ocsp, accessLocation: at(ocspUrl) }),
    issuerUrl && new AccessDescription({ accessMethod: oids.caIssuers, accessLocation: at(issuerUrl) }),
  ].filter((description) => typeof description === 'object')
  const points = crlUrl && [new DistributionPoint({ distributionPoint: [at(crlUrl)] })]
  return [
    descriptions.length > 0 &&
      extension('1.3.6.1.5.5.7.1.1', new InfoAccess({ accessDescriptions: descriptions }).toSchema()),
    points && extension('2.5.29.31', new CRLDistributionPoints({ distributionPoints: points }).toSchema()),
  ].filter((present) => present instanceof Extension)
}

function writeName(name: RelativeDistinguishedNames, { commonName, organisation, personalId }: SubjectName) {
  const parts: (readonly [string, Utf8String | PrintableString])[] = [
    [oids.country, new PrintableString({ value: 'VN' })],
    ...(organisation ? [[oids.organisation, new Utf8String({ value: organisation })] as const] : []),
    [oids.commonName, new Utf8String({ value: commonName })],
    ...(personalId ? [[oids.userId, new Utf8String({ value: `CCCD:${personalId}` })] as const] : []),
  ]
  name.typesAndValues = parts.map(([type, value]) => new AttributeTypeAndValue({ type, value }))
}
