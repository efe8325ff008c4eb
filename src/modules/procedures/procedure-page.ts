import { breadcrumbs } from '#components/breadcrumbs'
import { actions, button, linkButton } from '#components/button'
import { code } from '#components/code'
import { way } from '#components/door-way'
import { facts } from '#components/facts'
import { fold } from '#components/fold'
import { notice } from '#components/notice'
import { papersHeld, papersNeeded } from '#components/papers-needed'
import { section, sheet, twoColumns } from '#components/sheet'
import { describeFees, renderFeeRules } from '#modules/fees'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './messages.ts'
import {
  type CatalogueProcedure,
  type Channel,
  type Component,
  type DescribedProcedure,
  type Fee,
  inLanguage,
  listAskedPapers,
} from './rules/procedure.ts'

/** The answer stands before the law: how long, how much, who, what; then papers, then steps, then the law, folded. */
export function renderProcedure(
  found: CatalogueProcedure,
  language: Language,
  { canStart, on }: Readonly<{ canStart: boolean; on: string }>,
): Html {
  const procedure = inLanguage(found, language)
  const say = messagesOf(language)
  return html`${breadcrumbs(
    [
      { text: say.procedures, href: '/procedures' },
      ...(found.field
        ? [{ text: procedure.field, href: `/procedures?field=${encodeURIComponent(found.field)}` }]
        : []),
    ],
    procedure.shortName,
    language,
  )}
<p class="mc-kicker">${say.procedures} ${code(procedure.code)}${say.kicker(procedure.field, say[procedure.level])}</p>
<h1>${procedure.shortName}</h1>
${saysSomething(procedure.summary) && html`<p class="mc-lead mc-t1">${procedure.summary}</p>`}
${procedure.status === 'described' && html`<div class="mc-t2">${notice({ body: say.notOfferedHere })}</div>`}
${twoColumns({
  main: html`${sheet({ body: [answerFacts(procedure, language, on), startForm(procedure, language, canStart)] })}
${renderPapers(procedure, language)}${stepsSection(procedure, language)}${moreSection(procedure, language)}`,
  aside: waysSection(procedure, language),
  asideLabel: say.otherWays,
})}`
}

/** The source writes "Không" where it has nothing to say. */
const saysSomething = (text: string): boolean => !/^(không\.?|)$/iu.test(text)

/** The first sentence answers; the rest is a note under it. */
function splitAnswer(text: string): { answer: string; note: string } {
  const end = text.search(/\.\s/)
  if (end < 0) return { answer: text.replace(/\.$/, ''), note: '' }
  return { answer: text.slice(0, end), note: text.slice(end + 1).trim() }
}

function answerFacts(procedure: CatalogueProcedure, language: Language, on: string): Html {
  const say = messagesOf(language)
  const time = splitAnswer(timeText(procedure) || say.notStated)
  const [first, ...others] = [...new Set(feesOf(procedure, on).map((fee: Fee) => fee.text))]
  const fee = splitAnswer(first ?? (procedure.status === 'offered' ? say.noFee : say.notStated))
  return facts([
    { icon: 'clock', term: say.time, ...time },
    { icon: 'money', term: say.fee, answer: fee.answer, note: [fee.note, ...others].filter(Boolean).join(' ') },
    { icon: 'pin', term: say.where, answer: procedure.place ?? say.notStated },
    { icon: 'result', term: say.result, answer: procedure.result.name || say.notStated },
  ])
}

/** What is published of the fees, of that day. */
const feesOf = (procedure: CatalogueProcedure, on: string): readonly Fee[] =>
  procedure.status === 'offered' ? describeFees(procedure.feeRules, on) : procedure.fees

const timeText = (procedure: CatalogueProcedure): string =>
  procedure.status === 'offered' ? procedure.timeLimit.text : (procedure.times[0]?.text ?? '')

function startForm(procedure: CatalogueProcedure, language: Language, canStart: boolean): Piece {
  if (procedure.status !== 'offered') return null
  const say = messagesOf(language)
  const guide =
    procedure.guide &&
    linkButton({ text: say.toGuide, href: `/procedures/${procedure.code}/guide`, variant: 'secondary' })
  if (!(canStart && procedure.channels.includes('online')))
    return html`<p class="mc-t2">${say.counterOnly}</p>${guide && actions(guide)}`
  return html`<form class="mc-actions mc-t2" method="post" action="/procedures/${procedure.code}/start">${button({ text: say.start, iconAfter: 'next', start: true })}${guide}</form>
<p class="mc-small mc-quiet mc-t1">${say.startNote(procedure.assuranceLevel)}</p>`
}

/** The papers of a procedure under their heading: to be given, in special cases, and not needed. */
export function renderPapers(found: CatalogueProcedure, language: Language): Html {
  const procedure = inLanguage(found, language)
  const say = messagesOf(language)
  const asked = listAskedPapers(procedure)
  const described = procedure.status === 'described'
  const needed = described ? asked : asked.filter(({ required }) => required)
  const optional = described ? [] : asked.filter(({ required }) => !required)
  const held = procedure.components.filter(({ heldBy }) => heldBy !== null)
  return section({
    id: 'papers',
    title: say.papers,
    body: html`${
      needed.length > 0
        ? papersNeeded(
            needed.map((paper) => toNeeded(paper, language)),
            language,
          )
        : html`<p>${say.noPaper}</p>`
    }
${optional.length > 0 && html`<p class="mc-t2"><strong>${say.optionalPapers}</strong></p><ul class="mc-list mc-t1">${optional.map((paper) => optionalPaper(paper, language))}</ul>`}
${held.length > 0 && html`<p class="mc-t2"><strong>${say.notNeeded}</strong></p>${papersHeld(held.map(({ name, heldBy, note }) => ({ name, source: [say.from(heldBy ?? ''), note].filter(Boolean).join('. ') })))}`}`,
  })
}

const toNeeded = ({ name, note, originals, copies }: Component, language: Language) => ({
  name,
  detail: messagesOf(language).quantity(originals, copies),
  otherwise: note,
})

const optionalPaper = ({ name, note, originals, copies }: Component, language: Language): Html =>
  html`<li><strong>${name}</strong> <span class="mc-small mc-quiet">(${messagesOf(language).quantity(originals, copies)})</span>${note && html`<br><span class="mc-small mc-quiet">${note}</span>`}</li>`

function stepsSection(procedure: CatalogueProcedure, language: Language): Piece {
  const say = messagesOf(language)
  if (procedure.steps.length === 0 || procedure.status === 'described') return null
  const steps = procedure.steps.map(({ title, text }) => ({ state: 'plan' as const, title, detail: text }))
  return section({ id: 'steps', title: say.afterwards, body: way(steps, language) })
}

const paragraphs = (text: string): Html[] =>
  text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [html`<p>${line}</p>`]))

function moreSection(procedure: CatalogueProcedure, language: Language): Html {
  const say = messagesOf(language)
  const folds = [
    ...procedure.questions.map(({ title, text }) => ({ summary: title, body: paragraphs(text) })),
    ...(saysSomething(procedure.conditions)
      ? [{ summary: say.conditions, body: paragraphs(procedure.conditions) }]
      : []),
    ...(procedure.status === 'described' ? describedFolds(procedure, language) : []),
    ...(procedure.status === 'offered' && procedure.feeRules.length > 0
      ? [{ summary: say.feeTable, body: renderFeeRules(procedure.feeRules, language, 'citizen') }]
      : []),
    { summary: say.law, body: lawList(procedure, language) },
  ]
  return section({
    id: 'more',
    title: say.more,
    small: true,
    body: html`${folds.map(({ summary, body }) =>
      fold({ summary, body: html`<div class="mc-prose mc-small">${body}</div>` }),
    )}<p class="mc-t1"><a href="/my/questions/new?procedure=${encodeURIComponent(procedure.code)}">${say.askAbout}</a></p>`,
  })
}

/** What the national catalogue tells at length: long texts, folded. */
function describedFolds({ steps, notes }: DescribedProcedure, language: Language) {
  const say = messagesOf(language)
  const stepTexts = steps.flatMap(({ title, text }) => [...paragraphs(title), ...paragraphs(text)])
  const folds = [
    { summary: say.steps, body: stepTexts },
    { summary: say.notes, body: notes.flatMap(paragraphs) },
  ]
  return folds.filter(({ body }) => body.length > 0)
}

function lawList({ legalBasis, publishingDecision }: CatalogueProcedure, language: Language): Html {
  const lines = legalBasis.map(({ number, name, article }) => {
    const text = number && !name.includes(number) ? `${name} ${number}` : name || number || ''
    return html`<li>${text}${article && `: ${article}`}</li>`
  })
  return html`<ul>${lines}${publishingDecision && html`<li>${messagesOf(language).publishedBy(publishingDecision)}</li>`}</ul>`
}

const channelNotes: Readonly<Record<Channel, 'onlineNote' | 'counterNote' | 'postNote'>> = {
  online: 'onlineNote',
  counter: 'counterNote',
  post: 'postNote',
}

function waysSection(procedure: CatalogueProcedure, language: Language): Html {
  const say = messagesOf(language)
  if (procedure.status === 'described') return timesList(procedure, language)
  const ways = procedure.channels.map(
    (channel: Channel) =>
      html`<li><strong>${say[channel]}</strong><br><span class="mc-small mc-quiet">${say[channelNotes[channel]]}</span></li>`,
  )
  return html`<section aria-labelledby="ways"><h2 class="mc-h" id="ways">${say.otherWays}</h2><ul class="mc-list mc-t1">${ways}</ul></section>`
}

/** Each time once, with the ways it holds for. */
const timesList = ({ times }: DescribedProcedure, language: Language): Html => {
  const say = messagesOf(language)
  const byText = Map.groupBy(times, ({ text }) => text)
  const lines = [...byText].map(([text, same]) => {
    const ways = [...new Set(same.map(({ channel }) => (channel ? say[channel] : say.otherChannel)))]
    return html`<li><strong>${ways.join(', ')}</strong><br><span class="mc-small mc-quiet">${text}</span></li>`
  })
  return html`<section aria-labelledby="ways"><h2 class="mc-h" id="ways">${say.byChannel}</h2><ul class="mc-list mc-t1">${lines}</ul></section>`
}
