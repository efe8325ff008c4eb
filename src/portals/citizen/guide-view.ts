import { breadcrumbs } from '#components/breadcrumbs'
import { actions, button, linkButton } from '#components/button'
import { errorSummary, type Problem } from '#components/error-summary'
import { facts } from '#components/facts'
import { radioField } from '#components/field'
import { section, sheet } from '#components/sheet'
import { type CalculatedFees, calculateFees, listOtherBenefits, renderFeeLines } from '#modules/fees'
import { adaptToCase, type Choices, type Followed, type GuideOutcome } from '#modules/guides'
import { type Channel, inLanguage, type Procedure, renderPapers } from '#modules/procedures'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { formatVnd } from '#platform/money'
import { guideMessages } from './guide-messages.ts'

export type GuideView = Readonly<{
  procedure: Procedure
  /** How far the choices lead, in the reader's language. */
  followed: Followed
  problems: readonly Problem[]
  /** YYYY-MM-DD: the day whose prices hold. */
  today: string
  /** The name of the procedure that an outcome leads to, when it is in the catalogue. */
  otherName: string | null
  language: Language
}>

const guideHref = ({ code }: Procedure, choices: Choices = {}): string => {
  const query = new URLSearchParams(choices).toString()
  return `/procedures/${encodeURIComponent(code)}/guide${query && `?${query}`}`
}

/** One question, with what was chosen before; or where the choices lead. */
export function guidePage(view: GuideView): Html {
  const { procedure, followed, language } = view
  const say = guideMessages(language)
  const { shortName, code } = inLanguage(procedure, language)
  const crumbs = [
    { text: say.procedures, href: '/procedures' },
    { text: shortName, href: `/procedures/${encodeURIComponent(code)}` },
  ]
  return html`${breadcrumbs(crumbs, say.guide, language)}
<div class="mc-narrow mc-stack mc-gap2">
<p class="mc-kicker">${shortName} <span class="mc-code">${code}</span></p>
${followed.outcome ? outcomePage(view, followed.outcome) : questionPage(view)}
</div>`
}

function questionPage({ procedure, followed, problems, language }: GuideView): Html {
  const say = guideMessages(language)
  const { next, choices, asked } = followed
  if (!next) return html``
  const previous = asked.at(-2)
  const { intro } = inLanguage(procedure.guide ?? { questions: [], outcomes: [] }, language)
  const hidden = Object.entries({ ...choices, _asked: next.key }).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
  const back = previous
    ? html`<a href="${guideHref(procedure, choicesBefore(followed, previous.key))}">${say.back}</a>`
    : html`<a href="/procedures/${procedure.code}">${say.toProcedure}</a>`
  return html`${errorSummary({ problems, language })}
<h1>${say.guide}</h1>
${intro && !previous && html`<p class="mc-lead">${intro}</p>`}
${chosenList(procedure, followed, language)}
<form class="mc-form" method="get" action="${guideHref(procedure)}" novalidate>${hidden}
${radioField({
  name: next.key,
  label: next.title,
  description: next.hint,
  problem: problems.find(({ field }) => field === next.key)?.sentence,
  options: next.choices.map(({ value, title }) => ({ value, label: title })),
  language,
})}
${actions(button({ text: say.goOn }), back)}
</form>`
}

/** The choices made before a question. */
function choicesBefore({ asked, choices }: Followed, key: string): Choices {
  const before = asked.slice(
    0,
    asked.findIndex((question) => question.key === key),
  )
  return Object.fromEntries(
    before.flatMap((question) => {
      const value = choices[question.key]
      return value === undefined ? [] : [[question.key, value]]
    }),
  )
}

/** What was chosen so far, each with the way to choose otherwise. */
function chosenList(procedure: Procedure, followed: Followed, language: Language): Piece {
  const say = guideMessages(language)
  const made = followed.asked.filter(({ key }) => followed.choices[key] !== undefined)
  if (made.length === 0) return null
  const items = made.map(({ key, title, choices }) => {
    const chosen = choices.find(({ value }) => value === followed.choices[key])?.title
    const href = guideHref(procedure, choicesBefore(followed, key))
    return html`<li><span class="mc-quiet mc-small">${title}</span><br><span class="mc-row mc-row--between"><strong>${chosen}</strong><a class="mc-nowrap" href="${href}">${say.change}<span class="ds-sr-only">: ${title}</span></a></span></li>`
  })
  return html`<section class="mc-t3" aria-labelledby="chosen"><h2 class="mc-h mc-small" id="chosen">${say.chosen}</h2><ul class="mc-list mc-t0">${items}</ul></section>`
}

function outcomePage(view: GuideView, outcome: GuideOutcome): Html {
  const { procedure, followed, language } = view
  const say = guideMessages(language)
  const kind = { apply: say.guide, elsewhere: say.elsewhere, not_eligible: say.notHere }[outcome.kind]
  return html`<h1>${outcome.name}</h1>
${outcome.kind !== 'apply' && html`<p><strong>${kind}</strong></p>`}
${outcome.text && html`<p class="mc-lead">${outcome.text}</p>`}
${outcome.law && html`<p class="mc-small mc-quiet">${say.law(outcome.law)}</p>`}
${outcome.kind === 'apply' ? caseParts(view, outcome) : otherWay(view, outcome)}
${chosenList(procedure, followed, language)}`
}

function otherWay(
  { procedure, otherName, language }: GuideView,
  { kind, procedure: code, name }: GuideOutcome,
): Html {
  const say = guideMessages(language)
  const back = html`<a href="/procedures/${procedure.code}">${say.toProcedure}</a>`
  if (kind !== 'elsewhere' || !code) return actions(back)
  if (otherName === null) return html`<p>${say.otherProcedure(name, code)}</p>${actions(back)}`
  const href = `/procedures/${encodeURIComponent(code)}`
  return actions(linkButton({ text: say.toOther(otherName), href, iconAfter: 'next' }), back)
}

/** The papers, the money and the time of this case, and the button that begins with what is known. */
function caseParts(view: GuideView, outcome: GuideOutcome): Html {
  const { procedure, followed, language } = view
  const say = guideMessages(language)
  const adapted = adaptToCase(procedure, outcome)
  const { timeLimit, result } = inLanguage(adapted, language)
  const channel: Channel = procedure.channels.includes('online')
    ? 'online'
    : (procedure.channels[0] ?? 'counter')
  const facing = { on: view.today, channel }
  const calculated = calculateFees(procedure.feeRules, {
    ...facing,
    answers: followed.known,
    applicant: {},
    copies: null,
    entitlements: [],
  })
  const shown = [
    { icon: 'clock' as const, term: say.time, answer: timeLimit.text },
    {
      icon: 'money' as const,
      term: say.fee,
      answer: totalOf(calculated, language),
      note: feeNote(calculated, say[channel], language),
    },
    { icon: 'result' as const, term: say.result, answer: result.name },
  ]
  return html`${sheet({ body: [facts(shown), startPart(view)] })}
${renderPapers(adapted, language)}
${section({ id: 'fees', title: say.fees, body: html`${renderFeeLines(calculated, language)}${otherBenefits(view, facing, calculated)}` })}`
}

/** That copies are not in the sum while nobody has said how many. */
function feeNote({ lines }: CalculatedFees, channel: string, language: Language): string {
  const say = guideMessages(language)
  const isPriced = lines.some(({ amountVnd, unitVnd }) => amountVnd === null && unitVnd !== null)
  return [isPriced && say.withoutCopies, say.feeOf(channel)].filter(Boolean).join(' ')
}

function totalOf({ totalVnd, open, lines }: CalculatedFees, language: Language): string {
  const say = guideMessages(language)
  const isKnown = !open || lines.every(({ amountVnd, unitVnd }) => amountVnd !== null || unitVnd !== null)
  if (!isKnown) return say.open
  return totalVnd === 0 ? say.nothing : formatVnd(totalVnd, language)
}

/** Benefits of today that depend on who the person is: nobody is asked here, and nobody misses one unknowingly. */
function otherBenefits(
  { procedure, language }: GuideView,
  facing: Readonly<{ on: string; channel: Channel }>,
  calculated: CalculatedFees,
): Piece {
  const say = guideMessages(language)
  const benefits = inLanguage(listOtherBenefits(procedure.feeRules, facing, calculated), language)
  if (benefits.length === 0) return null
  const lines = benefits.map(
    ({ name, law }) => html`<li>${name}${law && html` <span class="mc-small mc-quiet">(${law})</span>`}</li>`,
  )
  return html`<p class="mc-t1"><strong>${say.mayBeLess}</strong></p><ul class="mc-list mc-t0">${lines}</ul><p class="mc-small mc-quiet mc-t0">${say.onProof}</p>`
}

function startPart({ procedure, followed, language }: GuideView): Html {
  const say = guideMessages(language)
  if (!procedure.channels.includes('online')) return html`<p class="mc-t2">${say.counterOnly}</p>`
  const query = new URLSearchParams(followed.choices).toString()
  return html`<form class="mc-actions mc-t2" method="post" action="/procedures/${procedure.code}/start?${query}">${button({ text: say.start, iconAfter: 'next', start: true })}</form>`
}
