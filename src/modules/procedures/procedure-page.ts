import { breadcrumbs } from '#components/breadcrumbs'
import { button } from '#components/button'
import { code } from '#components/code'
import { way } from '#components/door-way'
import { facts } from '#components/facts'
import { fold } from '#components/fold'
import { notice } from '#components/notice'
import { papersHeld, papersNeeded } from '#components/papers-needed'
import { section, sheet, twoColumns } from '#components/sheet'
import { table } from '#components/table'
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
export function renderProcedure(found: CatalogueProcedure, language: Language, canStart: boolean): Html {
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
${procedure.summary && html`<p class="mc-lead mc-t1">${procedure.summary}</p>`}
${procedure.status === 'described' && html`<div class="mc-t2">${notice({ body: say.notOfferedHere })}</div>`}
${twoColumns({
  main: html`${sheet({ body: [answerFacts(procedure, language), startForm(procedure, language, canStart)] })}
${papersSection(procedure, language)}${stepsSection(procedure, language)}${moreSection(procedure, language)}`,
  aside: waysSection(procedure, language),
  asideLabel: say.otherWays,
})}`
}

/** The first sentence answers; the rest is a note under it. */
function splitAnswer(text: string): { answer: string; note: string } {
  const end = text.search(/\.\s/)
  if (end < 0) return { answer: text.replace(/\.$/, ''), note: '' }
  return { answer: text.slice(0, end), note: text.slice(end + 1).trim() }
}

function answerFacts(procedure: CatalogueProcedure, language: Language): Html {
  const say = messagesOf(language)
  const time = splitAnswer(timeText(procedure) || say.notStated)
  const [first, ...others] = [...new Set(procedure.fees.map((fee: Fee) => fee.text))]
  const fee = splitAnswer(first ?? (procedure.status === 'offered' ? say.noFee : say.notStated))
  return facts([
    { icon: 'clock', term: say.time, ...time },
    { icon: 'money', term: say.fee, answer: fee.answer, note: [fee.note, ...others].filter(Boolean).join(' ') },
    { icon: 'pin', term: say.where, answer: procedure.place ?? say.notStated },
    { icon: 'result', term: say.result, answer: procedure.result.name || say.notStated },
  ])
}

const timeText = (procedure: CatalogueProcedure): string =>
  procedure.status === 'offered' ? procedure.timeLimit.text : (procedure.times[0]?.text ?? '')

function startForm(procedure: CatalogueProcedure, language: Language, canStart: boolean): Piece {
  if (procedure.status !== 'offered') return null
  const say = messagesOf(language)
  if (!(canStart && procedure.channels.includes('online'))) return html`<p class="mc-t2">${say.counterOnly}</p>`
  return html`<form class="mc-actions mc-t2" method="post" action="/procedures/${procedure.code}/start">${button({ text: say.start, iconAfter: 'next', start: true })}</form>
<p class="mc-small mc-quiet mc-t1">${say.startNote(procedure.assuranceLevel)}</p>`
}

function papersSection(procedure: CatalogueProcedure, language: Language): Html {
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
  if (procedure.steps.length === 0) return null
  if (procedure.status === 'described') {
    const body = procedure.steps.map(
      ({ title, text }) =>
        html`<div class="mc-prose mc-small">${title && html`<p><strong>${title}</strong></p>`}${paragraphs(text)}</div>`,
    )
    return section({ id: 'steps', title: say.steps, body: fold({ summary: say.steps, body }) })
  }
  const steps = procedure.steps.map(({ title, text }) => ({ state: 'plan' as const, title, detail: text }))
  return section({ id: 'steps', title: say.afterwards, body: way(steps, language) })
}

const paragraphs = (text: string): Html[] =>
  text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [html`<p>${line}</p>`]))

function moreSection(procedure: CatalogueProcedure, language: Language): Html {
  const say = messagesOf(language)
  const folds = [
    ...procedure.questions.map(({ title, text }) => ({ summary: title, body: paragraphs(text) })),
    ...(procedure.conditions ? [{ summary: say.conditions, body: paragraphs(procedure.conditions) }] : []),
    ...(procedure.status === 'described' && procedure.notes.length > 0
      ? [{ summary: say.notes, body: procedure.notes.flatMap(paragraphs) }]
      : []),
    { summary: say.law, body: lawList(procedure, language) },
  ]
  return section({
    id: 'more',
    title: say.more,
    small: true,
    body: folds.map(({ summary, body }) =>
      fold({ summary, body: html`<div class="mc-prose mc-small">${body}</div>` }),
    ),
  })
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
  if (procedure.status === 'described') return timesTable(procedure, language)
  const ways = procedure.channels.map(
    (channel: Channel) =>
      html`<li><strong>${say[channel]}</strong><br><span class="mc-small mc-quiet">${say[channelNotes[channel]]}</span></li>`,
  )
  return html`<section aria-labelledby="ways"><h2 class="mc-h" id="ways">${say.otherWays}</h2><ul class="mc-list mc-t1">${ways}</ul></section>`
}

const timesTable = ({ times }: DescribedProcedure, language: Language): Html => {
  const say = messagesOf(language)
  return html`<section aria-labelledby="ways"><h2 class="mc-h" id="ways">${say.byChannel}</h2>${table({
    caption: say.tableOf(say.byChannel),
    columns: [{ title: say.channel }, { title: say.time }],
    rows: times.map(({ channel, text }) => [channel ? say[channel] : say.otherChannel, text]),
  })}</section>`
}
