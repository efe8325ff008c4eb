import { createHash, type KeyObject } from 'node:crypto'
import type { Document, Element } from '@xmldom/xmldom'
import { Temporal } from 'temporal-polyfill'
import { canonicaliseXml } from '#platform/canonical-xml'
import { isXmlSignedBy, judgeStrength, xmlHash, xmlScheme } from './judge-algorithms.ts'
import { type JudgedCertificate, readCertificate } from './judge-certificates.ts'
import { judgeTrust, readCertificates, type TrustBasis } from './judge-chain.ts'
import { readRevocation } from './judge-revocation.ts'
import { verdictOf } from './judge-signature.ts'
import { judgeStamp, type StampJudgement } from './judge-time.ts'
import type { Finding, SignatureReport } from './report.ts'

export const xmlUris = {
  ds: 'http://www.w3.org/2000/09/xmldsig#',
  xades: 'http://uri.etsi.org/01903/v1.3.2#',
} as const

const signedPropertiesType = 'http://uri.etsi.org/01903#SignedProperties'
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'
const canonicalForms: Readonly<Record<string, Readonly<{ exclusive: boolean; comments: boolean }>>> = {
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315': { exclusive: false, comments: false },
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments': { exclusive: false, comments: true },
  'http://www.w3.org/2006/12/xml-c14n11': { exclusive: false, comments: false },
  'http://www.w3.org/2001/10/xml-exc-c14n#': { exclusive: true, comments: false },
  'http://www.w3.org/2001/10/xml-exc-c14n#WithComments': { exclusive: true, comments: true },
}
const mostReferences = 20

const grave = (code: string, detail?: string): Finding => ({
  code,
  weight: 'grave',
  ...(detail ? { detail } : {}),
})
const doubt = (code: string, detail?: string): Finding => ({
  code,
  weight: 'doubt',
  ...(detail ? { detail } : {}),
})

/** The elements of an XML file by their id; `doubled` are ids that stand there more than once. */
export type XmlIds = Readonly<{ byId: ReadonlyMap<string, Element>; doubled: ReadonlySet<string> }>

/** A signature of XML, and the elements whose content it covers. */
export type XmlSignatureJudgement = Readonly<{
  report: Omit<SignatureReport, 'number' | 'coverage'>
  covered: readonly Element[]
}>

/** The child elements of that name. */
export function childrenNamed(parent: Element | undefined, uri: string, name: string): readonly Element[] {
  const found: Element[] = []
  for (let node = parent?.firstChild ?? null; node; node = node.nextSibling) {
    const element = node as Element
    if (element.localName === name && element.namespaceURI === uri) found.push(element)
  }
  return found
}

const child = (parent: Element | undefined, name: string): Element | undefined =>
  childrenNamed(parent, xmlUris.ds, name)[0]

const all = (within: Element, uri: string, name: string): readonly Element[] => [
  ...within.getElementsByTagNameNS(uri, name),
]

const textOf = (element: Element | undefined): string => (element?.textContent ?? '').replace(/\s+/g, '')
const bytesOf = (element: Element | undefined): Uint8Array => Buffer.from(textOf(element), 'base64')
const algorithmOf = (element: Element | undefined): string => element?.getAttribute('Algorithm') ?? ''

/** What every signature of the file is judged by. */
export type XmlBasis = Readonly<{ document: Document; ids: XmlIds; trust: TrustBasis; at: Temporal.Instant }>

/** Judges one signature element (XMLDSig core, EN 319 132-1). */
export async function judgeXmlSignature(signature: Element, basis: XmlBasis): Promise<XmlSignatureJudgement> {
  const references = judgeReferences(signature, basis)
  const certificates = readCertificates(
    childrenNamed(child(signature, 'KeyInfo'), xmlUris.ds, 'X509Data').flatMap((group) =>
      childrenNamed(group, xmlUris.ds, 'X509Certificate').map(bytesOf),
    ),
  )
  const info = child(signature, 'SignedInfo')
  const signer = info ? findSigner(signature, info, certificates) : null
  if (info && signer) {
    const report = await judgeSigned({ signature, info, signer, certificates, references }, basis)
    return { report, covered: references.covered }
  }
  const code = certificates.length === 0 ? 'signer_missing' : 'signature_wrong'
  const report = brokenReport(signature.getAttribute('Id') ?? '', [...references.findings, grave(code)])
  return { report, covered: references.covered }
}

type SignedXml = Readonly<{
  signature: Element
  info: Element
  signer: JudgedCertificate
  certificates: readonly JudgedCertificate[]
  references: References
}>

/** The value is right; now who signed what, when. */
async function judgeSigned(
  { signature, info, signer, certificates, references }: SignedXml,
  { trust: basis, at }: XmlBasis,
): Promise<XmlSignatureJudgement['report']> {
  const properties = judgeProperties(signature, signer, references.properties)
  const values = storedValues(signature)
  const whole: TrustBasis = {
    ...basis,
    pool: [...basis.pool, ...certificates, ...values.certificates],
    evidence: [...basis.evidence, ...values.evidence],
  }
  const now = { when: at, proven: false }
  const stamp = await judgeXmlStamp(signature, whole, now)
  const time = stamp?.proves && stamp.instant ? { when: stamp.instant, proven: true } : now
  const trust = await judgeTrust(signer, whole, 'signature', time)
  const { hash = '' } = xmlScheme(algorithmOf(child(info, 'SignatureMethod'))) ?? {}
  const strength = judgeStrength(hash, signer.x509.publicKey)
  const findings = [
    ...references.findings,
    ...strength,
    ...properties.findings,
    ...trust.findings,
    ...stampFindings(stamp),
  ]
  const intact = !references.findings.some(({ weight }) => weight === 'grave')
  return {
    kind: 'signature',
    field: signature.getAttribute('Id') ?? '',
    verdict: verdictOf(findings),
    integrity: intact ? 'intact' : 'broken',
    signer: signer.name,
    chain: trust.chain,
    revocation: trust.revocation,
    level: levelOf(intact && properties.bound, stamp, trust.selfContained && values.evidence.length > 0),
    signedAt: signedAt(stamp, properties.claim),
    reason: null,
    findings,
  }
}

function brokenReport(field: string, findings: readonly Finding[]): XmlSignatureJudgement['report'] {
  const nothing = {
    chain: 'not_judged',
    revocation: 'not_judged',
    level: 'none',
    signedAt: null,
    reason: null,
  } as const
  return {
    kind: 'signature',
    field,
    verdict: 'invalid',
    integrity: 'broken',
    signer: null,
    ...nothing,
    findings,
  }
}

function levelOf(advanced: boolean, stamp: StampJudgement | null, proven: boolean): SignatureReport['level'] {
  if (!advanced) return 'none'
  if (!stamp?.proves) return 'B-B'
  return proven && stamp.selfContained ? 'B-LT' : 'B-T'
}

function signedAt(stamp: StampJudgement | null, claim: Temporal.Instant | null): SignatureReport['signedAt'] {
  if (stamp?.proves && stamp.instant) return { instant: stamp.instant, proof: 'timestamp' }
  return claim ? { instant: claim, proof: 'claim' } : null
}

type References = Readonly<{
  findings: readonly Finding[]
  covered: readonly Element[]
  properties: Element | null
}>
type OneReference = Readonly<{ findings: readonly Finding[]; target: Element | null }>

function judgeReferences(signature: Element, basis: XmlBasis): References {
  const found = childrenNamed(child(signature, 'SignedInfo'), xmlUris.ds, 'Reference')
  if (found.length === 0 || found.length > mostReferences) {
    return { findings: [grave('xml_reference_missing')], covered: [], properties: null }
  }
  const judged = found.map((reference) => ({ reference, ...judgeReference(signature, reference, basis) }))
  const properties = judged.find(({ reference }) => reference.getAttribute('Type') === signedPropertiesType)
  const covered = judged.flatMap(({ target }) => (target ? [target] : []))
  return {
    findings: judged.flatMap(({ findings }) => findings),
    covered,
    properties: properties?.target ?? null,
  }
}

const uncovered = (finding: Finding): OneReference => ({ findings: [finding], target: null })

/** What a reference covers, and whether its digest is right; only what covers with a right digest is covered. */
function judgeReference(signature: Element, reference: Element, { document, ids }: XmlBasis): OneReference {
  const uri = reference.getAttribute('URI')
  if (uri === null || !/^(#|$)/.test(uri)) return uncovered(doubt('xml_reference_outside', uri ?? ''))
  if (ids.doubled.has(uri.slice(1))) return uncovered(grave('xml_id_doubled', uri))
  const target = uri === '' ? document.documentElement : (ids.byId.get(uri.slice(1)) ?? null)
  if (!target) return uncovered(grave('xml_reference_missing', uri))
  const bytes = transformed(reference, signature, uri === '' ? document : target)
  const hash = xmlHash(algorithmOf(child(reference, 'DigestMethod')))
  if (bytes === null || !hash) return uncovered(doubt('xml_transform_not_judged'))
  const same = createHash(hash)
    .update(bytes)
    .digest()
    .equals(bytesOf(child(reference, 'DigestValue')))
  if (!same) return uncovered(grave('content_changed', uri))
  return { findings: hash === 'sha1' ? [doubt('hash_weak', 'SHA-1')] : [], target }
}

/** The canonical bytes after the transforms; null for a transform that is not accepted: it could leave anything out. */
function transformed(reference: Element, signature: Element, target: Document | Element): string | null {
  const transforms = childrenNamed(child(reference, 'Transforms'), xmlUris.ds, 'Transform')
  const forms = transforms.filter((one) => algorithmOf(one) in canonicalForms)
  const isEnveloped = transforms.some((one) => algorithmOf(one) === enveloped)
  const others = transforms.filter((one) => algorithmOf(one) !== enveloped && !forms.includes(one))
  if (forms.length > 1 || others.length > 0) return null
  // A reference by id or to the whole never takes comments (XMLDSig core §4.4.3.3).
  return canonicalise(target, forms[0], { comments: false, skip: isEnveloped ? signature : null })
}

type Writing = Readonly<{ comments: boolean; skip?: Element | null }>

function canonicalise(target: Document | Element, form: Element | undefined, writing: Writing): string {
  const { exclusive } = canonicalForms[algorithmOf(form)] ?? { exclusive: false }
  const list =
    form && [...form.getElementsByTagName('*')].find((one) => one.localName === 'InclusiveNamespaces')
  const prefixes = list?.getAttribute('PrefixList')?.split(/\s+/).filter(Boolean) ?? []
  return canonicaliseXml(target, { exclusive, prefixes, ...writing })
}

function stampFindings(stamp: StampJudgement | null): readonly Finding[] {
  if (!stamp || stamp.proves) return []
  return [doubt('timestamp_proves_nothing', stamp.findings.map(({ code }) => code).join(', '))]
}

/** The certificate whose key made the value; null when none did. */
function findSigner(signature: Element, info: Element, certificates: readonly JudgedCertificate[]) {
  const form = child(info, 'CanonicalizationMethod')
  if (!(algorithmOf(form) in canonicalForms)) return null
  const { comments = false } = canonicalForms[algorithmOf(form)] ?? {}
  const bytes = Buffer.from(canonicalise(info, form, { comments }))
  const value = bytesOf(child(signature, 'SignatureValue'))
  const scheme = xmlScheme(algorithmOf(child(info, 'SignatureMethod')))
  const isSigner = (key: KeyObject): boolean => scheme !== null && isXmlSignedBy(scheme, bytes, value, key)
  return certificates.find(({ x509 }) => isSigner(x509.publicKey)) ?? null
}

type Properties = Readonly<{ bound: boolean; claim: Temporal.Instant | null; findings: readonly Finding[] }>

/** Signed properties count when they are this signature's own and a right reference covers them. */
function judgeProperties(signature: Element, signer: JudgedCertificate, covered: Element | null): Properties {
  const own = all(signature, xmlUris.xades, 'SignedProperties')[0]
  if (!own) return { bound: false, claim: null, findings: [{ code: 'certificate_not_bound', weight: 'note' }] }
  if (own !== covered) return { bound: false, claim: null, findings: [doubt('xml_properties_not_signed')] }
  const claim = readTime(all(own, xmlUris.xades, 'SigningTime')[0]?.textContent ?? '')
  const digest = all(own, xmlUris.xades, 'CertDigest')[0]
  if (!digest) return { bound: false, claim, findings: [doubt('certificate_not_bound')] }
  const hash = xmlHash(algorithmOf(child(digest, 'DigestMethod')))
  const same =
    hash &&
    createHash(hash)
      .update(signer.der)
      .digest()
      .equals(bytesOf(child(digest, 'DigestValue')))
  return same
    ? { bound: true, claim, findings: [] }
    : { bound: false, claim, findings: [grave('certificate_swapped')] }
}

function readTime(text: string): Temporal.Instant | null {
  try {
    return Temporal.Instant.from(text.trim())
  } catch {
    return null
  }
}

/** The stamp is over the canonical SignatureValue (EN 319 132-1 §5.3). */
async function judgeXmlStamp(
  signature: Element,
  basis: TrustBasis,
  existed: Readonly<{ when: Temporal.Instant; proven: boolean }>,
): Promise<StampJudgement | null> {
  const stamp = all(signature, xmlUris.xades, 'SignatureTimeStamp')[0]
  const value = child(signature, 'SignatureValue')
  if (!stamp || !value) return null
  const token = bytesOf(childrenNamed(stamp, xmlUris.xades, 'EncapsulatedTimeStamp')[0])
  const stamped = Buffer.from(canonicalise(value, child(stamp, 'CanonicalizationMethod'), { comments: false }))
  return await judgeStamp(token, [stamped], basis, existed)
}

/** Certificates and revocation that the signature brings along (EN 319 132-1 §5.4). */
function storedValues(
  signature: Element,
): Pick<TrustBasis, 'evidence'> & { certificates: readonly JudgedCertificate[] } {
  const stored = (name: string): readonly Uint8Array[] =>
    all(signature, xmlUris.xades, name).slice(0, 200).map(bytesOf)
  const evidence = [
    ...stored('EncapsulatedOCSPValue').map((der) => readRevocation('ocsp', der)),
    ...stored('EncapsulatedCRLValue').map((der) => readRevocation('crl', der)),
  ]
  const certificates = stored('EncapsulatedX509Certificate').map(readCertificate)
  return {
    certificates: certificates.filter((one) => one !== null),
    evidence: evidence.filter((one) => one !== null),
  }
}
