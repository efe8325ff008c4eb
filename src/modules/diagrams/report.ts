import type { BpmnElement } from '#platform/bpmn'
import type { XmlElement } from '#platform/xml-outline'
import { describeRefusal, type ProcessProblem, type RefusalCode } from './refusal-messages.ts'

type Found = string | number

/** Notes a problem of an element of the file, of an id, or of the file as a whole. */
export type Refuse = (
  where: BpmnElement | string | null,
  code: RefusalCode,
  ...values: readonly Found[]
) => void

export type Report = Readonly<{
  refuse: Refuse
  refuseLine: (element: string | null, line: number, code: RefusalCode, ...values: readonly Found[]) => void
  /** In the order of the file. */
  list: () => ProcessProblem[]
}>

const mostListed = 200

/** Gathers what is wrong with one file; lines come from its outline. The same is said once, and not more than 200. */
export function openReport(outline: readonly XmlElement[]): Report {
  const lines = new Map(outline.flatMap((element) => idOf(element).map((id) => [id, element.line] as const)))
  const found = new Map<string, ProcessProblem>()
  let left = 0
  const add = (
    element: string | null,
    line: number | null,
    code: RefusalCode,
    values: readonly Found[],
  ): void => {
    const problem = { element, line, code, ...describeRefusal(code, ...values) }
    const key = `${element} ${line} ${problem.reason}`
    if (found.size < mostListed) found.set(key, problem)
    else if (!found.has(key)) left++
  }
  return {
    refuse: (where, code, ...values) => {
      const id = typeof where === 'string' ? where.slice(where.lastIndexOf('/') + 1) : nearestId(where)
      add(id, lines.get(id ?? '') ?? null, code, values)
    },
    refuseLine: (element, line, code, ...values) => add(element, line, code, values),
    list: () => {
      const problems = [...found.values()].sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
      const more = {
        element: null,
        line: null,
        code: 'more_problems',
        ...describeRefusal('more_problems', left),
      } as const
      return left > 0 ? [...problems, more] : problems
    },
  }
}

export const idOf = ({ attributes }: XmlElement): string[] =>
  attributes.filter(({ uri, local }) => uri === '' && local === 'id').map(({ value }) => value)

/** What has no id is found by what it lies in. */
function nearestId(element: BpmnElement | null | undefined): string | null {
  for (let at = element; at; at = at.$parent) if (at.id) return at.id
  return null
}
