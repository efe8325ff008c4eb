import { createHash } from 'node:crypto'
import { DOMParser, type Document, type Element } from '@xmldom/xmldom'
import { Temporal } from 'temporal-polyfill'
import { canonicaliseXml } from '#platform/canonical-xml'
import { childOf, readDer, readHexInteger } from '#platform/der'
import { explicit, sequence } from '#platform/write-der'
import type { Stamp } from './add-document-timestamp.ts'
import { isRight, refuseForeignStamp } from './complete-pdf-signature.ts'
import { SignatureProblem } from './signature-problem.ts'
import {
  readSignerCertificates,
  refuseUnfit,
  type SignerCertificate,
  type SignerCertificates,
} from './signer-certificate.ts'

/** XML with its signature but for the value, and what the signer's key is to sign. */
export type PreparedXmlSignature = Readonly<{
  xml: string
  signatureId: string
  /** The canonical SignedInfo: what is signed. */
  signedInfo: Uint8Array
  sha256: Uint8Array
  /** DER, the signer's first. */
  certificates: readonly Uint8Array[]
}>

export type XmlSignatureOrder = Readonly<{
  /** DER: the signer's, then its issuers. */
  certificates: readonly Uint8Array[]
  /** Unset: now. */
  at?: Temporal.Instant
}>

const uris = {
  ds: 'http://www.w3.org/2000/09/xmldsig#',
  xades: 'http://uri.etsi.org/01903/v1.3.2#',
  signedProperties: 'http://uri.etsi.org/01903#SignedProperties',
  exclusive: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  enveloped: 'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
  rsa: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  ecdsa: 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
} as const

/**
 * The first half of an enveloped XAdES signature (EN 319 132-1, B-B) at the end of the root element: the XML and the hash that
 * the signer's key signs, wherever it is. Throws `SignatureProblem`: `not_xml`, `certificate_unfit`.
 */
export function signXml(content: Uint8Array, order: XmlSignatureOrder): PreparedXmlSignature {
  const at = order.at ?? Temporal.Now.instant()
  const certificates = readSignerCertificates(order.certificates)
  refuseUnfit(certificates, at)
  const document = parseXml(Buffer.from(content).toString('utf8'))
  const contentDigest = digestOf(canonicaliseXml(document, { exclusive: true }))
  const number = document.getElementsByTagNameNS(uris.ds, 'Signature').length + 1
  const signatureId = `signature-${number}-${contentDigest.replace(/\W/g, '').slice(0, 12)}`
  const signature = parseXml(describe(signatureId, certificates, at)).documentElement
  const own = document.documentElement?.appendChild(document.importNode(signature as Element, true)) as Element
  const properties = canonicaliseXml(findFirst(own, uris.xades, 'SignedProperties'), { exclusive: true })
  const [first, second] = [...own.getElementsByTagNameNS(uris.ds, 'DigestValue')]
  setText(first, contentDigest)
  setText(second, digestOf(properties))
  const signedInfo = Buffer.from(canonicaliseXml(findFirst(own, uris.ds, 'SignedInfo'), { exclusive: true }))
  return {
    xml: write(document),
    signatureId,
    signedInfo,
    sha256: createHash('sha256').update(signedInfo).digest(),
    certificates: order.certificates,
  }
}

/**
 * The second half: the signed XML, with a time stamp (B-T) when `stamp` is given. The value is PKCS #1 v1.5 or ECDSA in DER;
 * throws `value_wrong` when it is no signature of the certificate over what was prepared, or whatever `stamp` throws.
 */
export async function completeXmlSignature(
  { xml, signatureId, signedInfo, certificates }: PreparedXmlSignature,
  { value, stamp }: Readonly<{ value: Uint8Array; stamp?: Stamp | undefined }>,
): Promise<Uint8Array> {
  const [signer] = readSignerCertificates(certificates)
  if (!isRight(signedInfo, signer.publicKey, value)) {
    throw new SignatureProblem(
      'value_wrong',
      'the value is no signature of this certificate over what was prepared',
    )
  }
  const document = parseXml(xml)
  const signature = [...document.getElementsByTagNameNS(uris.ds, 'Signature')].find(
    (element) => element.getAttribute('Id') === signatureId,
  )
  if (!signature) throw new SignatureProblem('not_xml', 'the prepared signature is not there')
  const place = findFirst(signature, uris.ds, 'SignatureValue')
  setText(place, Buffer.from(signer.isEcdsa ? joinEcdsa(value) : value).toString('base64'))
  if (stamp) {
    const sha256 = createHash('sha256')
      .update(canonicaliseXml(place, { exclusive: true }))
      .digest()
    const token = await stamp(sha256)
    refuseForeignStamp(token, sha256)
    const properties = findFirst(signature, uris.xades, 'QualifyingProperties')
    const stamped = parseXml(describeStamp(token)).documentElement
    properties.appendChild(document.importNode(stamped as Element, true))
  }
  return Buffer.from(write(document))
}

/** Reads XML without a document type, which could make other text of it than a person sees. Throws `not_xml`. */
function parseXml(text: string): Document {
  if (/<!DOCTYPE/i.test(text)) throw new SignatureProblem('not_xml', 'a document type is not signed')
  try {
    const onError = (_level: string, message: string) => {
      throw new SyntaxError(message)
    }
    // What a parser makes of line ends it makes before anything is hashed (XML 1.0 §2.11).
    return new DOMParser({ onError }).parseFromString(
      text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'),
      'text/xml',
    )
  } catch (cause) {
    throw new SignatureProblem('not_xml', 'the content cannot be read as XML', { cause })
  }
}

/** In its canonical form, which is the same again when it is read; line ends that were written as numbers stay so. */
const write = (document: Document): string => canonicaliseXml(document, { exclusive: false, comments: true })

function findFirst(within: Element, uri: string, name: string): Element {
  const [found] = [...within.getElementsByTagNameNS(uri, name)]
  if (!found) throw new SignatureProblem('not_xml', `${name} is missing`)
  return found
}

function setText(element: Element | undefined, text: string): void {
  if (element) element.textContent = text
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64')

/** XML Signature wants the two numbers of ECDSA side by side (RFC 4050 §3.3), 32 bytes each for P-256. */
function joinEcdsa(value: Uint8Array): Uint8Array {
  const pair = readDer(value)
  const half = (index: number) => Buffer.from(readHexInteger(childOf(pair, index)).padStart(64, '0'), 'hex')
  return Buffer.concat([half(0), half(1)])
}

const transform = (uri: string): string => `<ds:Transform Algorithm="${uri}"/>`

const reference = (attributes: string, transforms: string): string =>
  `<ds:Reference ${attributes}><ds:Transforms>${transforms}</ds:Transforms>` +
  `<ds:DigestMethod Algorithm="${uris.sha256}"/><ds:DigestValue/></ds:Reference>`

function describe(id: string, certificates: SignerCertificates, at: Temporal.Instant): string {
  const [signer] = certificates
  const inBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  const time = at.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toString({
    timeZoneName: 'never',
    smallestUnit: 'second',
  })
  const known = certificates.map((one) => `<ds:X509Certificate>${inBase64(one.der)}</ds:X509Certificate>`)
  const digest = createHash('sha256').update(signer.der).digest('base64')
  return (
    `<ds:Signature xmlns:ds="${uris.ds}" Id="${id}"><ds:SignedInfo>` +
    `<ds:CanonicalizationMethod Algorithm="${uris.exclusive}"/>` +
    `<ds:SignatureMethod Algorithm="${signer.isEcdsa ? uris.ecdsa : uris.rsa}"/>` +
    reference(`Id="${id}-content" URI=""`, transform(uris.enveloped) + transform(uris.exclusive)) +
    reference(`Type="${uris.signedProperties}" URI="#${id}-properties"`, transform(uris.exclusive)) +
    `</ds:SignedInfo><ds:SignatureValue Id="${id}-value"/>` +
    `<ds:KeyInfo><ds:X509Data>${known.join('')}</ds:X509Data></ds:KeyInfo>` +
    `<ds:Object><xades:QualifyingProperties xmlns:xades="${uris.xades}" Target="#${id}">` +
    `<xades:SignedProperties Id="${id}-properties"><xades:SignedSignatureProperties>` +
    `<xades:SigningTime>${time}</xades:SigningTime>` +
    `<xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm="${uris.sha256}"/>` +
    `<ds:DigestValue>${digest}</ds:DigestValue></xades:CertDigest>` +
    `<xades:IssuerSerialV2>${inBase64(issuerSerial(signer))}</xades:IssuerSerialV2>` +
    '</xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties>' +
    `<xades:SignedDataObjectProperties><xades:DataObjectFormat ObjectReference="#${id}-content">` +
    '<xades:MimeType>application/xml</xades:MimeType></xades:DataObjectFormat>' +
    '</xades:SignedDataObjectProperties></xades:SignedProperties></xades:QualifyingProperties></ds:Object>' +
    '</ds:Signature>'
  )
}

/** IssuerSerial of RFC 5035, as EN 319 132-1 §5.2.2 wants it. */
function issuerSerial({ issuer, serial }: SignerCertificate): Uint8Array {
  return sequence(sequence(explicit(4, issuer)), serial)
}

const describeStamp = (token: Uint8Array): string =>
  `<xades:UnsignedProperties xmlns:xades="${uris.xades}"><xades:UnsignedSignatureProperties>` +
  `<xades:SignatureTimeStamp><ds:CanonicalizationMethod xmlns:ds="${uris.ds}" Algorithm="${uris.exclusive}"/>` +
  `<xades:EncapsulatedTimeStamp>${Buffer.from(token).toString('base64')}</xades:EncapsulatedTimeStamp>` +
  '</xades:SignatureTimeStamp></xades:UnsignedSignatureProperties></xades:UnsignedProperties>'
