import { type Answer, answerGroup } from '#components/answers'
import { actions, button } from '#components/button'
import { checkboxField } from '#components/field'
import { icon } from '#components/icon'
import { notice } from '#components/notice'
import type { Posted } from '#components/read-step'
import { say as state } from '#components/say'
import { stepAnswers } from '#components/step-answers'
import { listFields, type StepSchema } from '#modules/eforms'
import { calculateFees, renderFeeLines } from '#modules/fees'
import { formatBytes, shortHash } from '#modules/papers'
import { inLanguage, listAskedPapers } from '#modules/procedures'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { type DraftGap, placeAnswersOf } from './check-draft.ts'
import { messagesOf } from './messages.ts'
import { answersOf, type DraftView, schemaOfStep, sourcesOfStep } from './read-draft.ts'
import { checkStep, papersStep } from './rules/draft.ts'
import { type StepPage, stepHead, stepHref, titleOfStep } from './step-view.ts'

export type CheckPage = StepPage &
  Readonly<{
    gaps: readonly DraftGap[]
    /** "9 giờ 40, thứ Năm 26/11/2026" and the due time if it were sent then; null while that cannot be told. */
    dueIfNow: Readonly<{ now: string; due: string }> | null
  }>

/** The last look: every answer with the way to mend it, the papers, the money, the declaration, one button. */
export function checkPage(page: CheckPage): Html {
  const { view, language, gaps } = page
  const say = messagesOf(language)
  const isSending = view.draft.submission !== null
  return html`<div class="mc-narrow">
<div class="mc-stack mc-gap2">${stepHead(page, say.check, say.checkLead, say.checkTitle)}</div>
${isSending && notice({ tone: 'warn', body: html`<p>${say.sending}</p>` })}
${gaps.length > 0 && gapList(view, gaps, language)}
${applicantGroup(view, language)}
${view.steps.filter((step) => schemaOfStep(view, step)).map((step) => stepGroup(page, step))}
${papersGroup(view, language)}
${fees(view, language)}
${gaps.length === 0 && sendForm(page)}
</div>`
}

/** Exactly what is missing, each with the way to it. */
function gapList({ draft }: DraftView, gaps: readonly DraftGap[], language: Language): Html {
  const links = gaps.map(
    ({ step, field, sentence }) =>
      html`<li><a href="${stepHref(draft, step)}#f-${field.replaceAll('.', '-')}">${sentence}</a></li>`,
  )
  const title = messagesOf(language).notComplete(gaps.length)
  return html`<div class="mc-t2" id="gaps">${notice({ tone: 'warn', body: html`<h2 class="mc-h">${title}</h2><ul class="mc-t0">${links}</ul>` })}</div>`
}

function applicantGroup({ account, actingFor }: DraftView, language: Language): Html {
  const say = messagesOf(language)
  const personalId = account.personalId.replace(/(?<=\d)(?=(\d{3})+$)/g, ' ')
  const items: Answer[] = [
    { term: say.fullName, answer: account.fullName },
    { term: say.personalId, answer: personalId, number: true },
    ...(actingFor && actingFor !== 'ended'
      ? [{ term: say.owner, answer: `${actingFor.name}, ${actingFor.number}` }]
      : []),
  ]
  return answerGroup({ id: 'applicant', title: say.applicant, items, language, source: say.fromAccount })
}

function stepGroup({ view, asked, language }: CheckPage, step: string): Piece {
  const schema = asked[step]?.schema ?? schemaOfStep(view, step)
  if (!schema) return null
  const given = asked[step] ? answersOf(view)[step] : placeAnswersOf(view)
  return answerGroup({
    id: `step-${step}`,
    title: titleOfStep(view, step, schema, language),
    items: answersWithSource(view, step, { schema, given: given ?? {}, language }),
    changeHref: stepHref(view.draft, step),
    language,
  })
}

/** Every answer, under it where it comes from when nobody typed it. */
function answersWithSource(
  view: DraftView,
  step: string,
  { schema, given, language }: Readonly<{ schema: StepSchema; given: Posted; language: Language }>,
): Answer[] {
  const sources = sourcesOfStep(view, step, language)
  return listFields(schema).flatMap((name) => {
    const field = schema.properties[name]
    const source = sources[name]
    const items = field ? stepAnswers({ properties: { [name]: field } }, given, language) : []
    return source ? items.map((item) => ({ ...item, note: messagesOf(language).from(source.label) })) : items
  })
}

function papersGroup(view: DraftView, language: Language): Piece {
  const say = messagesOf(language)
  const asked = inLanguage(listAskedPapers(view.procedure), language)
  if (asked.length === 0) return null
  const items = asked.map(({ key, name }) => ({
    term: name,
    answer: filesOf(view, key, language) ?? html`<span class="mc-quiet">${say.noneGiven}</span>`,
  }))
  const changeHref = stepHref(view.draft, papersStep)
  return answerGroup({ id: 'papers', title: say.papers, items, changeHref, language })
}

function filesOf({ papers }: DraftView, component: string, language: Language): Html | null {
  const files = papers.filter((paper) => paper.component === component).map(({ file }) => file)
  if (files.length === 0) return null
  const received = messagesOf(language).receivedWhole
  return html`${files.map(
    ({ id, name, sizeBytes, sha256 }) =>
      html`<p>${icon('file')} <a href="/papers/${id}">${name}</a> <span class="mc-quiet mc-small">${formatBytes(sizeBytes, language)}</span><br>${state('ok', received(shortHash(sha256)))}</p>`,
  )}`
}

/** The fees of an online application, each with its explanation. */
function fees(view: DraftView, language: Language): Html {
  const say = messagesOf(language)
  const calculated = calculateFees(view.procedure.feeRules, {
    on: view.today,
    channel: 'online',
    answers: answersOf(view),
    applicant: {},
    entitlements: [],
  })
  const { totalVnd, open } = calculated
  const later = (totalVnd > 0 || open) && html`<p class="mc-small mc-quiet mc-t0">${say.feesLater}</p>`
  return html`<section class="mc-section mc-sheet mc-t3" aria-labelledby="fees"><h2 class="mc-h" id="fees">${say.fees}</h2><div class="mc-t0">${renderFeeLines(calculated, language)}</div>${later}</section>`
}

function sendForm({ view, problems, language, dueIfNow }: CheckPage): Html {
  const say = messagesOf(language)
  const truth = checkboxField({
    name: 'truth',
    label: say.truth,
    problem: problems.find(({ field }) => field === 'truth')?.sentence,
    language,
  })
  const before = view.steps.at(-2) ?? papersStep
  return html`<form class="mc-form mc-t3" method="post" action="${stepHref(view.draft, checkStep)}" novalidate>
<input type="hidden" name="version" value="${view.procedure.versionId}">
${truth}
${actions(button({ text: say.send, start: true }), html`<a href="${stepHref(view.draft, before)}">${say.back}</a>`)}
<p class="mc-small mc-quiet">${say.sendOnce}${dueIfNow && ` ${say.dueIfNow(dueIfNow.now, dueIfNow.due)}`}</p>
</form>`
}
