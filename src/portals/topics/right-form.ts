import { button } from '#components/button'
import { type Problem, typedFields } from '#components/error-summary'
import { dateField, radioField, selectField, textField } from '#components/field'
import { readDay, writeDay } from '#components/read-step'
import type { SubsystemLine } from '#modules/exchange'
import { type RightWish, systemName, type Topic, topicActs, topicUrl } from '#modules/topics'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import { topicMessages } from './messages.ts'

export type RightField = 'system' | 'act' | 'fromOn' | 'untilOn' | 'basis'
export type TypedRight = Readonly<Partial<Record<RightField, string>>>

type Shown = Readonly<{ typed: TypedRight; problems: readonly Problem[]; today: string }>

/** The form that lets a system read a topic, or publish on it where that is not ours alone. */
export function rightForm(
  topic: Topic,
  systems: readonly SubsystemLine[],
  { typed, problems, today }: Shown,
  language: Language,
): Html {
  const say = topicMessages(language)
  const field = typedFields<RightField>({ typed: { fromOn: writeDay(today), ...typed }, problems }, language)
  const isOurs = topic.publisher === 'platform'
  const acts = topicActs.map((value) => ({ value, label: say[`act_${value}`] }))
  const options = systems.map((system) => ({
    value: system.id,
    label: `${systemName(system)}: ${system.name}`,
  }))
  const act = isOurs
    ? html`<input type="hidden" name="act" value="subscribe"><p class="mc-small mc-quiet">${say.oursHint}</p>`
    : radioField({ ...field('act'), label: say.act, options: acts })
  return html`<form class="mc-form mc-form--tight" method="post" action="${topicUrl(topic.code)}/rights" novalidate>
${selectField({ ...field('system'), label: say.grantFor, options })}
${act}
${dateField({ ...field('fromOn'), label: say.fromOn, description: say.fromHint })}
${dateField({ ...field('untilOn'), label: say.untilOn, description: say.untilHint, optional: true })}
${textField({ ...field('basis'), label: say.basisLabel, description: say.basisHint, maxLength: 300 })}
${button({ text: say.grantMake })}</form>`
}

type ReadRight = Readonly<{ ok: true; wish: RightWish } | { ok: false; problems: readonly Problem[] }>

/** Reads the form; each thing that is wrong with its field. */
export function readRight(
  topic: string,
  typed: TypedRight,
  { systems, today }: Readonly<{ systems: readonly SubsystemLine[]; today: string }>,
  language: Language,
): ReadRight {
  const say = topicMessages(language)
  const system = systems.find(({ id }) => id === typed.system)
  const act = topicActs.find((one) => one === typed.act)
  const fromOn = readDay(typed.fromOn ?? '')
  const typedUntil = (typed.untilOn ?? '').trim()
  const untilOn = typedUntil === '' ? null : readDay(typedUntil)
  const isEndFine = typedUntil === '' || (untilOn !== null && untilOn >= (fromOn ?? today))
  const basis = cleanText(typed.basis ?? '').slice(0, 300)
  const checks: readonly [boolean, RightField, string][] = [
    [system !== undefined, 'system', say.systemMissing],
    [act !== undefined, 'act', say.actMissing],
    [fromOn !== null && fromOn >= today, 'fromOn', say.fromWrong],
    [isEndFine, 'untilOn', say.untilWrong],
    [basis !== '', 'basis', say.basisMissing],
  ]
  const problems = checks
    .filter(([isFine]) => !isFine)
    .map(([, field, sentence]) => ({ field, sentence }) satisfies Problem)
  if (problems.length > 0 || !system || !act || !fromOn) return { ok: false, problems }
  return { ok: true, wish: { topic, subsystemId: system.id, act, fromOn, untilOn, basis } }
}
