import { createHash } from 'node:crypto'
import { DOMParser, type Document, type Element, type Node } from '@xmldom/xmldom'
import { decodeXml, outlineXml, XmlError } from '#platform/xml-outline'
import { readCertificates, type TrustBasis } from './judge-chain.ts'
import { rememberAnswers } from './judge-revocation.ts'
import { verdictOf } from './judge-signature.ts'
import { childrenNamed, judgeXmlSignature, type XmlIds, xmlUris } from './judge-xml-signature.ts'
import type { Finding, JudgeOptions, SignatureReport, VerificationReport } from './report.ts'

const mostSignatures = 50
const limits = { elements: 200_000, depth: 100 }

type Rest = Pick<VerificationReport, 'verdict' | 'signatures' | 'findings'>

/** Judges an XML file; see `verifyXml`. */
export async function judgeXml(bytes: Uint8Array, options: JudgeOptions): Promise<VerificationReport> {
  const rest = await judgeOrRefuse(bytes, options)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const whole = { sha256, sizeBytes: bytes.length, mediaType: 'application/xml' as const, changes: [] }
  return { ...whole, judgedAt: options.at, ...rest }
}

async function judgeOrRefuse(bytes: Uint8Array, options: JudgeOptions): Promise<Rest> {
  const document = parse(bytes)
  if (typeof document !== 'string') return await judgeDocument(document, options)
  return { verdict: 'unreadable', signatures: [], findings: [{ code: document, weight: 'grave' }] }
}

/** The document, or the code of why it is not read. What could expand or reach out is refused before it is parsed. */
function parse(bytes: Uint8Array): Document | string {
  try {
    const text = decodeXml(bytes)
    outlineXml(text, limits)
    const onError = (_: string, message: string): never => {
      throw new SyntaxError(message)
    }
    return new DOMParser({ onError }).parseFromString(
      text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'),
      'text/xml',
    )
  } catch (error) {
    if (!(error instanceof XmlError)) return 'xml_not_xml'
    if (error.fault === 'doctype') return 'xml_doctype'
    return error.fault === 'too_deep' || error.fault === 'too_many' ? 'xml_too_complex' : 'xml_not_xml'
  }
}

async function judgeDocument(
  document: Document,
  { trustAnchors, revocation, at }: JudgeOptions,
): Promise<Rest> {
  const signatures = [...document.getElementsByTagNameNS(xmlUris.ds, 'Signature')]
  if (signatures.length === 0) return { verdict: 'unsigned', signatures: [], findings: [] }
  if (signatures.length > mostSignatures) {
    return { verdict: 'unreadable', signatures: [], findings: [{ code: 'xml_too_complex', weight: 'grave' }] }
  }
  const anchors = readCertificates(trustAnchors)
  const lookup = revocation ? rememberAnswers(revocation) : null
  const trust: TrustBasis = { anchors, pool: [], evidence: [], lookup }
  const basis = { document, ids: readIds(document), trust, at }
  const reports: SignatureReport[] = []
  for (const [index, signature] of signatures.entries()) {
    const { report, covered } = await judgeXmlSignature(signature, basis)
    const whole = coversAll(document, new Set(covered), new Set(signatures))
    const missing: Finding[] = whole ? [] : [{ code: 'xml_root_not_covered', weight: 'grave' }]
    const findings = [...report.findings, ...missing]
    const coverage = whole ? 'whole_file' : 'part'
    reports.push({ number: index + 1, ...report, coverage, verdict: verdictOf(findings), findings })
  }
  const verdicts = reports.map(({ verdict }) => verdict)
  const doubted = verdicts.includes('indeterminate') ? 'indeterminate' : 'valid'
  return { verdict: verdicts.includes('invalid') ? 'invalid' : doubted, signatures: reports, findings: [] }
}

/** Ids by any of the names that makers use; one that stands twice is believed nowhere (signature wrapping). */
function readIds(document: Document): XmlIds {
  const byId = new Map<string, Element>()
  const doubled = new Set<string>()
  for (const element of document.getElementsByTagName('*')) {
    const own = new Set(['Id', 'ID', 'id', 'xml:id'].map((key) => element.getAttribute(key)))
    for (const id of own) {
      if (!id) continue
      if (byId.has(id)) doubled.add(id)
      byId.set(id, element)
    }
  }
  return { byId, doubled }
}

/**
 * Whether everything but signatures is covered. Around what is covered there may be elements that only hold it or
 * signatures, with no words or attributes of their own but ids and namespaces.
 */
function coversAll(document: Document, covered: ReadonlySet<Node>, signatures: ReadonlySet<Node>): boolean {
  const open: (Node | null)[] = [document.documentElement]
  for (let node = open.pop(); node; node = open.pop()) {
    if (covered.has(node) || isSignaturePart(node, covered, signatures)) continue
    if (!isHolder(node)) return false
    for (let one = node.firstChild; one; one = one.nextSibling) open.push(one)
  }
  return covered.size > 0
}

/** A signature beside the content is no content, unless it carries something uncovered of its own. */
function isSignaturePart(node: Node, covered: ReadonlySet<Node>, signatures: ReadonlySet<Node>): boolean {
  if (!signatures.has(node)) return false
  return childrenNamed(node as Element, xmlUris.ds, 'Object').every((object) => {
    const parts = [...object.childNodes].filter(
      ({ nodeType, nodeValue }) => nodeType === elementKind || nodeValue?.trim(),
    )
    const isProperties = (part: Node): boolean => part.namespaceURI === xmlUris.xades
    return covered.has(object) || parts.every((part) => covered.has(part) || isProperties(part))
  })
}

const elementKind = 1
const textKinds = new Set([3, 4])
const idNames = new Set(['Id', 'ID', 'id', 'xml:id'])

function isHolder(node: Node): boolean {
  if (textKinds.has(node.nodeType)) return (node.nodeValue ?? '').trim() === ''
  if (node.nodeType !== elementKind) return true
  const element = node as Element
  const holds = element.firstChild !== null
  return holds && [...element.attributes].every(({ name }) => idNames.has(name) || /^xmlns(:|$)/.test(name))
}
