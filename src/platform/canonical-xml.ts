import { type Attr, type Element, Node } from '@xmldom/xmldom'

export type Canonicalisation = Readonly<{
  /** Exclusive XML Canonicalization 1.0; otherwise Canonical XML 1.0. */
  exclusive: boolean
  comments?: boolean
  /** Prefixes that are written as Canonical XML would (`InclusiveNamespaces`). */
  prefixes?: readonly string[]
  /** Left out with all that is in it: the signature itself (XML Signature §6.6.4). */
  skip?: Node | null
}>

/** The one form in which XML is hashed and signed. Throws `RangeError` for a document nested deeper than 1,000. */
export function canonicaliseXml(node: Node, how: Canonicalisation): string {
  const parts: string[] = []
  if (node.nodeType === Node.DOCUMENT_NODE) writeDocument(parts, node, how)
  else writeNode({ parts, how, depth: 0 }, node, scopeAbove(node), new Map())
  return parts.join('')
}

type Names = ReadonlyMap<string, string>
type Writing = Readonly<{ parts: string[]; how: Canonicalisation; depth: number }>

const xmlnsUri = 'http://www.w3.org/2000/xmlns/'

function writeDocument(parts: string[], document: Node, how: Canonicalisation): void {
  let afterRoot = false
  for (const child of document.childNodes) {
    const own: string[] = []
    writeNode({ parts: own, how, depth: 0 }, child, new Map(), new Map())
    const isRoot = child.nodeType === Node.ELEMENT_NODE
    if (own.length > 0 && child.nodeType !== Node.TEXT_NODE) {
      parts.push(afterRoot ? '\n' : '', ...own, isRoot || afterRoot ? '' : '\n')
    }
    afterRoot ||= isRoot
  }
}

function writeNode(writing: Writing, node: Node, scope: Names, rendered: Names): void {
  const { parts, how } = writing
  if (node === how.skip) return
  switch (node.nodeType) {
    case Node.ELEMENT_NODE:
      writeElement(writing, node as Element, scope, rendered)
      return
    case Node.TEXT_NODE:
    case Node.CDATA_SECTION_NODE:
      parts.push(escapeText(node.nodeValue ?? ''))
      return
    case Node.PROCESSING_INSTRUCTION_NODE:
      // The parser takes the declaration at the head for one.
      if (node.nodeName === 'xml') return
      parts.push(`<?${node.nodeName}${node.nodeValue ? ` ${node.nodeValue.replaceAll('\r', '&#xD;')}` : ''}?>`)
      return
    case Node.COMMENT_NODE:
      if (how.comments) parts.push(`<!--${(node.nodeValue ?? '').replaceAll('\r', '&#xD;')}-->`)
      return
    default:
  }
}

function writeElement(writing: Writing, element: Element, above: Names, rendered: Names): void {
  const { parts, how, depth } = writing
  if (depth > 1000) throw new RangeError('the document is nested too deeply')
  const attributes = [...element.attributes]
  const scope = new Map([...above, ...declarationsOf(element)])
  const declared = listNamespaces(element, scope, rendered, how)
  const others = attributes.filter(({ namespaceURI }) => namespaceURI !== xmlnsUri)
  const inherited = depth === 0 && !how.exclusive ? inheritedXml(element) : []
  parts.push(`<${element.nodeName}`)
  for (const [prefix, uri] of declared) {
    parts.push(` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${escapeValue(uri)}"`)
  }
  for (const { nodeName, value } of [...others, ...inherited].toSorted(byName)) {
    parts.push(` ${nodeName}="${escapeValue(value)}"`)
  }
  parts.push('>')
  const inner = { parts, how, depth: depth + 1 }
  const known = new Map([...rendered, ...declared])
  for (const child of element.childNodes) writeNode(inner, child, scope, known)
  parts.push(`</${element.nodeName}>`)
}

/** What the element declares itself; the empty prefix is the default. */
const declarationsOf = (element: Element): [string, string][] =>
  [...element.attributes]
    .filter(({ namespaceURI }) => namespaceURI === xmlnsUri)
    .map(({ prefix, localName, value }) => [prefix ? (localName ?? '') : '', value])

/** The namespaces written on this element: those not yet written above with the same meaning. */
function listNamespaces(element: Element, scope: Names, rendered: Names, how: Canonicalisation) {
  const wanted = how.exclusive ? usedPrefixes(element, scope, how.prefixes ?? []) : [...scope.keys(), '']
  return [...new Set(wanted)]
    .filter((prefix) => prefix !== 'xml')
    .map((prefix) => [prefix, scope.get(prefix) ?? ''] as const)
    .filter(([prefix, uri]) => (rendered.get(prefix) ?? '') !== uri)
    .toSorted(([left], [right]) => compare(left, right))
}

function usedPrefixes(element: Element, scope: Names, inclusive: readonly string[]): string[] {
  const ofAttributes = [...element.attributes]
    .filter(({ namespaceURI, prefix }) => namespaceURI !== xmlnsUri && prefix)
    .map(({ prefix }) => prefix ?? '')
  const named = inclusive.map((prefix) => (prefix === '#default' ? '' : prefix))
  return [element.prefix ?? '', ...ofAttributes, ...named.filter((prefix) => scope.has(prefix))]
}

/** What holds above the node. */
function scopeAbove(node: Node): Names {
  const above: Element[] = []
  for (let parent = node.parentNode; parent; parent = parent.parentNode) {
    if (parent.nodeType === Node.ELEMENT_NODE) above.unshift(parent as Element)
  }
  return new Map(above.flatMap(declarationsOf))
}

/** Canonical XML gives the first element the `xml:` attributes of those above it. */
function inheritedXml(element: Element): Attr[] {
  const found = new Map<string, Attr>()
  for (let parent = element.parentNode; parent; parent = parent.parentNode) {
    const attributes = parent.nodeType === Node.ELEMENT_NODE ? [...(parent as Element).attributes] : []
    for (const attribute of attributes) {
      const isNew = !(element.hasAttribute(attribute.nodeName) || found.has(attribute.nodeName))
      if (attribute.prefix === 'xml' && isNew) found.set(attribute.nodeName, attribute)
    }
  }
  return [...found.values()]
}

/** By the namespace first, none before any; by code points. */
function byName(left: Attr, right: Attr): number {
  const byNamespace = compare(left.namespaceURI ?? '', right.namespaceURI ?? '')
  return byNamespace || compare(left.localName ?? left.nodeName, right.localName ?? right.nodeName)
}

const compare = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right))

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;')

const escapeValue = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#x9;')
    .replaceAll('\n', '&#xA;')
    .replaceAll('\r', '&#xD;')
