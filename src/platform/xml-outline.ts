/** An element of an XML file and where it stands; `uri` is its namespace. Text is left out. */
export type XmlElement = Readonly<{
  uri: string
  local: string
  /** Counted from 1. */
  line: number
  parent: XmlElement | null
  attributes: readonly XmlAttribute[]
}>

export type XmlAttribute = Readonly<{ uri: string; local: string; value: string }>

/** Why a file is no XML that we read. `detail` names what was found. */
export type XmlFault =
  | 'no_element'
  | 'doctype'
  | 'entity'
  | 'not_closed'
  | 'not_opened'
  | 'bad_tag'
  | 'unknown_prefix'
  | 'attribute_twice'
  | 'too_deep'
  | 'too_many'

export class XmlError extends Error {
  readonly fault: XmlFault
  readonly line: number
  readonly detail: string
  constructor(fault: XmlFault, line: number, detail: string) {
    super(`line ${line}: ${fault} ${detail}`)
    this.name = 'XmlError'
    this.fault = fault
    this.line = line
    this.detail = detail
  }
}

const mostAttributes = 200

type Limits = Readonly<{ elements: number; depth: number }>
type Namespaces = Readonly<Record<string, string>>
type Open = Readonly<{ tag: string; element: XmlElement; namespaces: Namespaces }>

const tagPattern = /<([^\s<>/"'=!?&]+)((?:\s+[^\s<>/"'=]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y
const closingPattern = /<\/([^\s<>/"'=!?&]+)\s*>/y
const attributePattern = /([^\s<>/"'=]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g
const foreignEntity = /&(?!(?:lt|gt|amp|quot|apos|#\d{1,7}|#x[\da-f]{1,6});)[^;\s]{0,40};?/i

/**
 * The elements of an XML file in its order, each with its line: a careful reader beside the forgiving ones of libraries. No
 * DOCTYPE and no entities of its own, so that nothing grows while it is read. Throws `XmlError`.
 */
export function outlineXml(text: string, limits: Limits = { elements: 20_000, depth: 100 }): XmlElement[] {
  const elements: XmlElement[] = []
  const open: Open[] = []
  const lineAt = makeLineCounter(text)
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  while (at < text.length) {
    const next = text.indexOf('<', at)
    const between = text.slice(at, next < 0 ? text.length : next)
    checkText(between, open.length > 0, (offset) => lineAt(at + offset))
    if (next < 0) break
    at = skipAside(text, next, lineAt)
    if (at > next) continue
    at =
      text[next + 1] === '/'
        ? close(text, next, open, lineAt)
        : start(text, next, { open, elements, limits, lineAt })
  }
  const left = open.at(-1)
  if (left) throw new XmlError('not_closed', left.element.line, left.tag)
  if (elements.length === 0) throw new XmlError('no_element', 1, '')
  return elements
}

function checkText(text: string, isInside: boolean, lineAt: (offset: number) => number): void {
  const entity = foreignEntity.exec(text)
  if (entity) throw new XmlError('entity', lineAt(entity.index), entity[0])
  const stray = isInside ? -1 : text.search(/\S/)
  if (stray >= 0) throw new XmlError('bad_tag', lineAt(stray), text.slice(stray).trim().slice(0, 40))
}

/** Past a comment, CDATA section or processing instruction; `at` itself when none begins there. */
function skipAside(text: string, at: number, lineAt: (at: number) => number): number {
  if (/^<!doctype/i.test(text.slice(at, at + 9))) throw new XmlError('doctype', lineAt(at), '')
  const [, end] = asides.find(([begin]) => text.startsWith(begin, at)) ?? []
  if (!end) return at
  const until = text.indexOf(end, at + 2)
  if (until < 0) throw new XmlError('not_closed', lineAt(at), text.slice(at, at + 9))
  return until + end.length
}

const asides = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const

function close(text: string, at: number, open: Open[], lineAt: (at: number) => number): number {
  closingPattern.lastIndex = at
  const tag = closingPattern.exec(text)?.[1]
  if (!tag) throw new XmlError('bad_tag', lineAt(at), text.slice(at, at + 40))
  if (open.pop()?.tag !== tag) throw new XmlError('not_opened', lineAt(at), tag)
  return closingPattern.lastIndex
}

type Reading = Readonly<{
  open: Open[]
  elements: XmlElement[]
  limits: Limits
  lineAt: (at: number) => number
}>

function start(text: string, at: number, { open, elements, limits, lineAt }: Reading): number {
  tagPattern.lastIndex = at
  const line = lineAt(at)
  const [, tag, attributes = '', selfClosing] = tagPattern.exec(text) ?? []
  const isSecondRoot = open.length === 0 && elements.length > 0
  if (!tag || isSecondRoot) throw new XmlError('bad_tag', line, text.slice(at, at + 40).split('\n')[0] ?? '')
  if (elements.length >= limits.elements) throw new XmlError('too_many', line, String(limits.elements))
  if (open.length >= limits.depth) throw new XmlError('too_deep', line, String(limits.depth))
  const around = open.at(-1)
  const read = readAttributes(attributes, around?.namespaces ?? {}, line)
  const name = resolve(tag, read.namespaces, line, true)
  const element = { ...name, line, parent: around?.element ?? null, attributes: read.attributes }
  elements.push(element)
  if (!selfClosing) open.push({ tag, element, namespaces: read.namespaces })
  return tagPattern.lastIndex
}

function readAttributes(source: string, around: Namespaces, line: number) {
  const entity = foreignEntity.exec(source)
  if (entity) throw new XmlError('entity', line, entity[0])
  const all = [...source.matchAll(attributePattern)].map(([, name = '', double, single]) => ({
    name,
    value: decode(double ?? single ?? ''),
  }))
  if (all.length > mostAttributes) throw new XmlError('too_many', line, String(mostAttributes))
  const twice = all.find(({ name }, index) => all.findIndex((other) => other.name === name) < index)
  if (twice) throw new XmlError('attribute_twice', line, twice.name)
  const declared = all.filter(({ name }) => /^xmlns(:|$)/.test(name))
  const namespaces =
    declared.length === 0
      ? around
      : { ...around, ...Object.fromEntries(declared.map(({ name, value }) => [name.slice(6), value])) }
  const attributes = all
    .filter((attribute) => !declared.includes(attribute))
    .map(({ name, value }) => ({ ...resolve(name, namespaces, line, false), value }))
  return { namespaces, attributes }
}

/** An attribute without a prefix is in no namespace; an element without one in that of `xmlns`. */
function resolve(name: string, namespaces: Namespaces, line: number, isElement: boolean) {
  const [prefix, local] = name.includes(':') ? name.split(':', 2) : ['', name]
  if (prefix === 'xml') return { uri: 'http://www.w3.org/XML/1998/namespace', local: local ?? '' }
  if (prefix === '' && !isElement) return { uri: '', local: local ?? '' }
  const uri = namespaces[prefix ?? '']
  if (uri === undefined && prefix !== '') throw new XmlError('unknown_prefix', line, name)
  return { uri: uri ?? '', local: local ?? '' }
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

const decode = (value: string): string =>
  value.replace(/&(#x?)?([\da-z]+);/gi, (whole, hash: string | undefined, code: string) => {
    if (!hash) return named[code] ?? whole
    const point = Number.parseInt(code, hash === '#' ? 10 : 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })

/** Positions are asked in ascending order: each line break is counted once. */
function makeLineCounter(text: string): (at: number) => number {
  let line = 1
  let counted = 0
  return (at) => {
    for (
      let found = text.indexOf('\n', counted);
      found >= 0 && found < at;
      found = text.indexOf('\n', counted)
    ) {
      line++
      counted = found + 1
    }
    return line
  }
}

/**
 * The text of an XML file: by its byte order mark, else by the encoding its first line declares, else UTF-8. What does not
 * fit the encoding becomes U+FFFD.
 */
export function decodeXml(bytes: Uint8Array): string {
  const marks = { fffe: 'utf-16le', feff: 'utf-16be' } as Readonly<Record<string, string>>
  const mark = Buffer.from(bytes.subarray(0, 2)).toString('hex')
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]*\sencoding=["']([\w-]+)["']/.exec(head)?.[1] ?? 'utf-8'
  return new TextDecoder(marks[mark] ?? knownLabel(declared)).decode(bytes)
}

/** A file that could be read that far is not in an encoding of two bytes, whatever it says. */
function knownLabel(label: string): string {
  try {
    const { encoding } = new TextDecoder(label)
    return encoding.startsWith('utf-16') ? 'utf-8' : encoding
  } catch {
    return 'utf-8'
  }
}
