import { button } from '#components/button'
import { type Problem, typedFields } from '#components/error-summary'
import { dateField, selectField, textField } from '#components/field'
import { fold } from '#components/fold'
import { readDay } from '#components/read-step'
import { narrow } from '#components/sheet'
import { type RightEndAnswer, systemName, type TopicLine, topicUrl } from '#modules/topics'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import { topicMessages } from './messages.ts'

export type EndField = 'right' | 'lastOn' | 'endReason'
export type TypedEnd = Readonly<Partial<Record<EndField, string>>>

/** The form that ends a right, after which day and why; folded until a right is chosen in the list or something is wrong. */
export function endForm(
  { topic, rights }: TopicLine,
  { typed, problems }: Readonly<{ typed: TypedEnd; problems: readonly Problem[] }>,
  language: Language,
): Html | null {
  if (rights.length === 0) return null
  const say = topicMessages(language)
  const field = typedFields<EndField>({ typed, problems }, language)
  const options = rights.map(({ id, system, act }) => ({
    value: id,
    label: `${systemName(system)}: ${say[`act_${act}`]}`,
  }))
  const form = html`<form class="mc-form mc-form--tight" method="post" action="${topicUrl(topic.code)}/rights/end" novalidate>
${selectField({ ...field('right'), label: say.endRightOf, options })}
${dateField({ ...field('lastOn'), label: say.lastOn, description: say.lastOnHint, optional: true })}
${textField({ ...field('endReason'), label: say.reason, description: say.reasonHint, maxLength: 300 })}
${button({ text: say.withdraw, variant: 'secondary' })}</form>`
  const fields: readonly string[] = ['right', 'lastOn', 'endReason']
  const open = Boolean(typed.right) || problems.some((problem) => fields.includes(problem.field))
  const body = narrow(html`<p class="mc-small mc-quiet">${say.endHint}</p>${form}`)
  return html`<div class="mc-t1" id="end-right">${fold({ summary: say.withdraw, look: 'plain', open, body })}</div>`
}

type EndWish = Readonly<{ id: string; lastOn: string | null; reason: string }>
type ReadEnd = Readonly<{ ok: true; wish: EndWish } | { ok: false; problems: readonly Problem[] }>

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** Reads the form; each thing that is wrong with its field. */
export function readEnd(typed: TypedEnd, language: Language): ReadEnd {
  const say = topicMessages(language)
  const id = typed.right ?? ''
  const typedDay = (typed.lastOn ?? '').trim()
  const lastOn = readDay(typedDay)
  const reason = cleanText(typed.endReason ?? '').slice(0, 300)
  const checks: readonly [boolean, EndField, string][] = [
    [uuid.test(id), 'right', say.rightMissing],
    [typedDay === '' || lastOn !== null, 'lastOn', say.lastOnWrong],
    [reason !== '', 'endReason', say.reasonMissing],
  ]
  const problems = checks
    .filter(([isFine]) => !isFine)
    .map(([, field, sentence]) => ({ field, sentence }) satisfies Problem)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, wish: { id, lastOn, reason } }
}

/** Why a right was not ended, at its field. */
export function explainEnd(
  { code }: Extract<RightEndAnswer, { ok: false }>,
  language: Language,
): Problem & { field: EndField } {
  const field = code === 'over' || code === 'not_found' ? 'right' : 'lastOn'
  return { field, sentence: topicMessages(language)[`end_${code}`] }
}
