// @ts-expect-error The library brings types of the elements, and none of its reader.
import { BpmnModdle } from 'bpmn-moddle'

/** An element of a BPMN file as `bpmn-moddle` reads it; `get` answers arrays for properties that may stand many times. */
export type BpmnElement = Readonly<{
  /** E.g. `bpmn:UserTask`. */
  $type: string
  id?: string
  name?: string
  $parent?: BpmnElement
  /** Attributes that BPMN does not know. */
  $attrs: Readonly<Record<string, string>>
  get: (property: string) => unknown
  set: (property: string, value: unknown) => void
}>

/** What could not be read. `unresolved`: `value` of `property` names no element of the file. */
export type BpmnWarning =
  | Readonly<{ kind: 'unresolved'; element: BpmnElement; property: string; value: string }>
  | Readonly<{ kind: 'unreadable'; line: number; reason: string }>

export type BpmnFile = Readonly<{ root: BpmnElement; warnings: readonly BpmnWarning[] }>

type Moddle = Readonly<{ fromXML: (xml: string) => Promise<Read> }>
type Read = Readonly<{
  rootElement: BpmnElement
  elementsById: Readonly<Record<string, BpmnElement>>
  warnings: readonly Readonly<{ message: string; element?: BpmnElement; property?: string; value?: string }>[]
}>

/**
 * Reads BPMN 2.0 with extensions by their `moddle` descriptors. Throws what the library throws when there is no BPMN; what
 * it leaves out is in `warnings`.
 */
export async function readBpmn(xml: string, extensions: Readonly<Record<string, object>>): Promise<BpmnFile> {
  const moddle = new BpmnModdle(extensions) as Moddle
  const { rootElement, elementsById, warnings } = await moddle.fromXML(xml)
  return {
    root: rootElement,
    warnings: warnings.flatMap((warning): BpmnWarning[] => {
      const { message, element, property, value } = warning
      if (element && property && message.startsWith('unresolved')) {
        return resolvePrefixed(elementsById, element, property, value ?? '')
      }
      const line = Number(/line: (\d+)/.exec(message)?.[1])
      const reason = /nested error: (.*)/.exec(message)?.[1] ?? message
      return message.startsWith('unparsable') ? [{ kind: 'unreadable', line: line + 1, reason }] : []
    }),
  }
}

/** A reference is a qualified name: `tns:Message_1` names the `Message_1` of this file. */
function resolvePrefixed(
  elementsById: Read['elementsById'],
  element: BpmnElement,
  property: string,
  value: string,
): BpmnWarning[] {
  const found = value.includes(':') ? elementsById[value.slice(value.indexOf(':') + 1)] : undefined
  if (!found) return [{ kind: 'unresolved', element, property: property.replace(/^bpmn:/, ''), value }]
  const there = element.get(property)
  if (Array.isArray(there)) there.push(found)
  else element.set(property, found)
  return []
}
