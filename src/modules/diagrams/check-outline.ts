import type { XmlElement } from '#platform/xml-outline'
import { processDescriptor } from './process-descriptor.ts'
import { idOf, type Report } from './report.ts'

const bpmn = 'http://www.omg.org/spec/BPMN/20100524/MODEL'
const motcua = processDescriptor.uri
const interchange = [
  'http://www.omg.org/spec/BPMN/20100524/DI',
  'http://www.omg.org/spec/DD/20100524/DI',
  'http://www.omg.org/spec/DD/20100524/DC',
]
const plain = ['', bpmn, 'http://www.w3.org/2001/XMLSchema-instance', 'http://www.w3.org/XML/1998/namespace']

/** Extensions that say how a diagram looks, who drew it and with what, and nothing of what happens. */
const documentary = [
  /^http:\/\/bpmn\.io\/schema\/bpmn\//,
  /^http:\/\/www\.omg\.org\/spec\/BPMN\/non-normative\/color\//,
  /^http:\/\/camunda\.org\/schema\/modeler\//,
  /^http:\/\/www\.signavio\.com/,
  /^http:\/\/www\.bizagi\.com\/bpmn20/,
  /^http:\/\/www\.boc-group\.com/,
  /^http:\/\/bpmn\.sourceforge\.net/,
  /^http:\/\/www\.trisotech\.com\/20\d\d\/triso\/(bpmn|modeling)/,
]

/** The same of engines whose other extensions change what happens. */
const harmless: readonly (readonly [uri: RegExp, names: readonly string[]])[] = [
  [
    /^http:\/\/camunda\.org\/schema\/1\.0\/bpmn/,
    ['diagramRelationId', 'historyTimeToLive', 'isStartableInTasklist', 'versionTag'],
  ],
  [/^http:\/\/camunda\.org\/schema\/zeebe\//, ['modelerTemplateIcon', 'versionTag']],
  [/^http:\/\/www\.jboss\.org\/drools/, ['packageName', 'version']],
]

/** What our namespace may say, and on which elements. */
const ours = new Map<string, readonly string[]>(
  processDescriptor.types.flatMap((type): [string, string[]][] => {
    const names = type.properties.map(({ name }) => name)
    return 'extends' in type ? type.extends.map((host) => [host.replace('bpmn:', ''), names]) : []
  }),
)
const [outcome] = processDescriptor.types.filter(({ name }) => name === 'Outcome')
const outcomeNames: readonly string[] = outcome?.properties.map(({ name }) => name) ?? []

/**
 * What can be judged of the bare elements: ids stand once, and every extension is known. How the diagram is drawn is not
 * looked at.
 */
export function checkOutline(outline: readonly XmlElement[], report: Report): void {
  checkIds(outline, report)
  const judged = outline.filter((each) => each.local !== 'definitions' && !isWithin(each, interchange))
  for (const element of judged) {
    const where = nearest(element)
    if (demandsToBeUnderstood(element)) report.refuseLine(where, element.line, 'must_understand')
    for (const { uri, name } of listStrange(element)) {
      if (uri === motcua) report.refuseLine(where, element.line, 'unknown_motcua', name)
      else report.refuseLine(where, element.line, 'vendor_extension', name, uri || '?')
    }
  }
}

type Strange = Readonly<{ uri: string; name: string }>

/** The extensions of an element that are not known, itself among them. */
const listStrange = (element: XmlElement): Strange[] => [
  ...(isKnownElement(element) ? [] : [{ uri: element.uri, name: element.local }]),
  ...element.attributes
    .filter(({ uri, local }) => (uri === motcua ? !isOurs(element, local) : !isVendorKnown(uri, local)))
    .map(({ uri, local }) => ({ uri, name: local })),
  ...element.attributes
    .filter(({ uri, local }) => element.uri === motcua && uri === '' && !outcomeNames.includes(local))
    .map(({ local }) => ({ uri: motcua, name: local })),
]

function checkIds(outline: readonly XmlElement[], { refuseLine }: Report): void {
  const lines = new Map<string, number>()
  const named = outline.filter(({ uri }) => uri === bpmn || interchange.includes(uri))
  for (const element of named) {
    const [id] = idOf(element)
    if (id === undefined) continue
    const before = lines.get(id)
    if (before !== undefined) refuseLine(id, element.line, 'id_twice', before)
    lines.set(id, before ?? element.line)
    if (!/^[\p{L}_][\p{L}\p{M}\p{N}_.-]*$/u.test(id) || id in {}) refuseLine(id, element.line, 'bad_id')
  }
}

const demandsToBeUnderstood = ({ uri, local, attributes }: XmlElement): boolean =>
  uri === bpmn &&
  local === 'extension' &&
  attributes.some((each) => each.local === 'mustUnderstand' && /^(true|1)$/.test(each.value))

/** Only the outermost element of an extension counts, and ours stands where extensions do. */
function isKnownElement({ uri, local, parent }: XmlElement): boolean {
  if (uri === bpmn) return true
  if (uri === motcua) return local === 'outcome' && parent?.local === 'extensionElements'
  const isInner = parent !== null && !plain.includes(parent.uri)
  return isInner || (uri !== '' && isVendorKnown(uri, local))
}

function isOurs({ local }: XmlElement, name: string): boolean {
  const host = `${local.charAt(0).toUpperCase()}${local.slice(1)}`
  return name === 'nameEn' || (ours.get(host) ?? []).includes(name)
}

const isVendorKnown = (uri: string, local: string): boolean =>
  [...plain, ...interchange].includes(uri) ||
  documentary.some((known) => known.test(uri)) ||
  harmless.some(([known, names]) => known.test(uri) && names.includes(local))

function isWithin(element: XmlElement, uris: readonly string[]): boolean {
  for (let at: XmlElement | null = element; at; at = at.parent) if (uris.includes(at.uri)) return true
  return false
}

function nearest(element: XmlElement): string | null {
  for (let at: XmlElement | null = element; at; at = at.parent) {
    const [id] = idOf(at)
    if (id !== undefined) return id
  }
  return null
}
