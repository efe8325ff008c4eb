import type { BpmnElement } from '#platform/bpmn'
import { FeelError, readFeel } from '#platform/feel'
import type { Refuse } from './report.ts'

/** The expression without the `=` that some modellers write, when it is FEEL; else null, refused with the place. */
export function checkFeel(refuse: Refuse, where: BpmnElement | string, text: string): string | null {
  const source = text.trim().replace(/^=\s*/, '')
  if (/^\s*[$#]\{/.test(source)) {
    refuse(where, 'not_feel', shorten(text))
    return null
  }
  try {
    readFeel(source)
    return source
  } catch (error) {
    if (!(error instanceof FeelError)) throw error
    refuse(where, 'bad_feel', shorten(source), error.position + 1, error.message)
    return null
  }
}

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text)

/** The outcomes that an expression compares with: `outcome = "approve"`, `tasks.approval.outcome = "approve"`. */
export type Compared = Readonly<{ task: string | null; key: string }>

const comparison = /(?:\btasks\.([\p{L}_][\p{L}\p{M}\p{N}_]*)\.)?(?<![\p{L}\p{N}_])outcome\s*!?=\s*"([^"]*)"/gu
const choice = /(?<![\p{L}\p{N}_.])outcome\s+in\s*\(((?:\s*"[^"]*"\s*,?)*)\)/gu

/** Lists what an expression compares outcomes with. */
export function listCompared(expression: string): Compared[] {
  const found = [...expression.matchAll(comparison)].map(([, task, key = '']) => ({ task: task ?? null, key }))
  const chosen = [...expression.matchAll(choice)].flatMap(([, list = '']) =>
    [...list.matchAll(/"([^"]*)"/g)].map(([, key = '']) => ({ task: null, key })),
  )
  // `results[1].outcome` and the like are of something else.
  const isOther = /[\p{L}\p{N}_\])]\s*\.\s*outcome/u.test(
    expression.replace(/\btasks\.[\p{L}\p{M}\p{N}_]+\.outcome/gu, ''),
  )
  return [...(isOther ? found.filter(({ task }) => task !== null) : found), ...chosen]
}

/** The tasks that an expression asks of: `tasks.<id>`. */
export const listTasksAsked = (expression: string): string[] =>
  [...expression.matchAll(/(?<![\p{L}\p{N}_.])tasks\.([\p{L}_][\p{L}\p{M}\p{N}_]*)/gu)].map(([, id = '']) => id)

/** The outcomes for which a condition is true and for no others, when that is all it asks; else null. */
export function outcomesLed(condition: string): string[] | null {
  const single = /^outcome\s*=\s*"([^"]*)"$/.exec(condition)
  if (single) return [single[1] ?? '']
  const list = /^outcome\s+in\s*\(((?:\s*"[^"]*"\s*,?)*)\)$/.exec(condition)
  if (list) return [...(list[1] ?? '').matchAll(/"([^"]*)"/g)].map(([, key = '']) => key)
  const parts = condition.split(/\s+or\s+/)
  const each = parts.length > 1 ? parts.map(outcomesLed) : [null]
  return each.every((keys) => keys !== null) ? each.flat() : null
}
