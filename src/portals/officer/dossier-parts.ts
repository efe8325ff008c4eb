import { Temporal } from 'temporal-polyfill'
import { type Answer, answers } from '#components/answers'
import { linkButton } from '#components/button'
import { caseLog } from '#components/case-head'
import type { WayStep } from '#components/door-way'
import { say } from '#components/say'
import { stepAnswers } from '#components/step-answers'
import { titleOf } from '#components/step-schema'
import { type TraceItem, trace } from '#components/trace'
import {
  type DueTime,
  explainTrace,
  formatMoment,
  formatShortDay,
  localDay,
  type TraceLine,
  timeZone,
} from '#modules/calendar'
import { actingMessages } from '#modules/citizens'
import {
  type Attachment,
  type CommandType,
  channelNames,
  closedStates,
  commandNames,
  type DossierEvent,
  type DossierView,
  dossierMessages,
  eventNames,
  type Step,
  stepNames,
} from '#modules/dossiers'
import { adaptToAnswers } from '#modules/guides'
import { type Scan, scanLine } from '#modules/papers'
import { actorName, describeCharge, explainCharge, formatVnd } from '#modules/payments'
import { inLanguage, listMissingPapers } from '#modules/procedures'
import type { VerificationReport } from '#modules/signatures'
import { signatureLine } from '#modules/verification'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { officerMessages } from './messages.ts'
import { provenAnswers } from './proven-answers.ts'

const steps: readonly Step[] = ['reception', 'appraisal', 'approval', 'delivery']

/** The four steps as doors: who passed each and when, who has it now. */
export function wayOf({ dossier, events, holder }: DossierView, language: Language): WayStep[] {
  const isClosed = closedStates.includes(dossier.state)
  const current = dossier.state === 'delivered' ? steps.length : steps.indexOf(dossier.step)
  return steps.map((step, index) => {
    const title = stepNames[step][language]
    if (index > current) return { state: 'next', title }
    const last = events.findLast((event) => leaves(event, step, events))
    if (index < current)
      return { state: 'done', title, detail: last ? `${shortMoment(last.at)}, ${last.actorName}` : null }
    return isClosed ? { state: 'plan', title } : { state: 'now', title, detail: holder?.name ?? null }
  })
}

/** Whether `event` took the dossier out of `step`. */
function leaves(event: DossierEvent, step: Step, events: readonly DossierEvent[]): boolean {
  const before = events.find(({ number }) => number === event.number - 1)
  return before?.step === step && (event.step !== step || event.type === 'deliver')
}

const shortMoment = (at: DossierEvent['at']): string => formatShortDay(localDay(at)).slice(0, 5)

/** Everything declared: the persons, then each page of the form with the titles of its fields. */
export function declaredPart(view: DossierView, language: Language): Html {
  const { dossier, procedure, competentAgency } = view
  const words = officerMessages(language)
  const talk = dossierMessages(language)
  const returns = { counter: channelNames.counter[language], electronic: talk.electronic, post: talk.byPost }
  const differs = dossier.ownerPersonalId !== dossier.applicantPersonalId
  const people: (Answer | false)[] = [
    { term: words.person, answer: dossier.applicantName },
    { term: talk.personalId, answer: grouped(dossier.applicantPersonalId), number: true },
    given(talk.birthOn, dossier.applicantBirthOn?.split('-').reverse().join('/') ?? null),
    given(talk.phone, dossier.applicantPhone),
    given(talk.email, dossier.applicantEmail),
    given(talk.address, dossier.applicantAddress),
    differs && { term: words.owner, answer: dossier.ownerName, note: grouped(dossier.ownerPersonalId) },
    standingOf(view, language),
    given(talk.subjectField, dossier.subject),
    { term: words.returnMethod, answer: returns[dossier.returnMethod] },
    { term: words.submission, answer: formatMoment(dossier.submittedAt, language) },
    { term: words.agencies, answer: competentAgency.name },
    ...provenAnswers(view, language),
  ]
  const pages = Object.entries(procedure.form?.properties ?? {}).map(([key, step]) => {
    const items = stepAnswers(step, dossier.answers[key] ?? {}, language)
    return items.length > 0 && html`<h3>${titleOf(step, language, key)}</h3>${answers(items, 'tight')}`
  })
  return html`${answers(
    people.filter((answer) => answer !== false),
    'tight',
  )}${pages}`
}

/** On what ground the applicant acts for the owner, and whether that is more than their word. */
function standingOf({ dossier: { representation } }: DossierView, language: Language): Answer | false {
  if (!representation) return false
  const words = officerMessages(language)
  const answer = actingMessages(language)[`ground_${representation.ground}`]
  return {
    term: words.actsAs,
    answer,
    note: representation.isProven ? words.groundProven : words.groundDeclared,
  }
}

const given = (term: string, answer: string | null): Answer | false => (answer ? { term, answer } : false)

/** A personal id in groups of three, as people read it. */
export const grouped = (digits: string): string => digits.replace(/(?<=\d)(?=(\d{3})+$)/g, ' ')

/** What was found of papers: of their signatures by content, of malware by the paper's id. */
type Found = Readonly<{ reports?: ReadonlyMap<string, VerificationReport>; scans?: ReadonlyMap<string, Scan> }>

/** The papers with the component each is for and how it came; what is missing or not asked for is said. */
export function papersPart(
  { dossier, attachments, procedure }: DossierView,
  language: Language,
  found: Found,
): Html {
  const words = officerMessages(language)
  const known = inLanguage(adaptToAnswers(procedure, dossier.answers), language)
  const missing = listMissingPapers(
    known,
    attachments.map(({ componentKey }) => componentKey),
  )
  const held = known.components.filter(({ heldBy }) => heldBy !== null)
  return html`${
    attachments.length > 0
      ? html`<ul class="mc-thumbs">${attachments.map((paper) => paperLine(paper, found, language))}</ul>`
      : html`<p class="mc-quiet">${words.papersNone}</p>`
  }${missing.map(({ name }) => html`<p class="mc-t1">${say('warn', words.paperMissing(name))}</p>`)}${held.map(
    ({ name, heldBy }) =>
      html`<p class="mc-t1 mc-small"><strong>${name}</strong><br><span class="mc-quiet">${dossierMessages(language).heldBy(heldBy ?? '')}</span></p>`,
  )}`
}

function paperLine(
  { paperId, sha256, componentName, name, stage, providedAt }: Attachment,
  { reports, scans }: Found,
  language: Language,
): Html {
  const words = officerMessages(language)
  const origin = {
    submission: words.stageSubmission,
    supplement: words.stageSupplement,
    result: words.stageResult,
  }
  return html`<li><a href="/papers/${paperId}"><span>${componentName}<br><span class="mc-small mc-quiet">${name}</span></span><small>${origin[stage]}, ${shortMoment(providedAt)}</small></a>${scanLine(scans?.get(paperId), language, 'officer')}${signatureLine(reports?.get(sha256), language)}</li>`
}

const listLines = (lines: readonly string[]): Piece =>
  lines.length > 0 && lines.map((line, index) => html`${index > 0 && html`<br>`}${line}`)

/** The receipts of each charge. */
export type Receipts = ReadonlyMap<string, Html>

/** What is to be paid, what was paid with its receipts, and how each amount came about. */
function chargesPart({ charges }: DossierView, receipts: Receipts, language: Language): Html | null {
  if (charges.length === 0) return null
  const items = charges.map((charge) => ({
    term: charge.name,
    answer: html`${describeCharge(charge, language)}${receipts.get(charge.id)}`,
    note: listLines(explainCharge(charge, language)),
  }))
  return html`<h3>${dossierMessages(language).feeTitle}</h3>${answers(items, 'tight')}`
}

/** Why the due time is what it is, and everything that happened, newest first. */
export function reasonsPart(view: DossierView, receipts: Receipts, language: Language): Html {
  const { due, events, awaitsTransfer, competentAgency } = view
  const talk = dossierMessages(language)
  return html`${due ? traceOf(due, language) : html`<p class="mc-quiet">${officerMessages(language).notAccepted}</p>`}
${view.commands.includes('extend') && extensionLink(view, language)}
${awaitsTransfer && html`<p class="mc-small mc-t1">${say('warn', talk.expected(competentAgency.name))}</p>`}
${due?.provisional && html`<p class="mc-small mc-t1">${say('warn', talk.provisional)}</p>`}
${chargesPart(view, receipts, language)}
<h3>${talk.history}</h3>${caseLog(events.toReversed().map((event) => logLine(event, view, language)))}`
}

/** The way to the apology with a new day, for who may sign it while the law still allows it. */
const extensionLink = ({ dossier }: DossierView, language: Language): Html =>
  html`<p class="mc-t1">${linkButton({
    text: commandNames.extend[language],
    variant: 'secondary',
    href: `/officer/dossiers/${dossier.code ?? dossier.reference}/extension`,
  })}</p>`

/** The reasons of a due time in a narrow column: days and times in figures. */
export function traceOf(due: DueTime, language: Language): Html {
  const items = explainTrace(due.trace, language).map((line, index): TraceItem => {
    const isMarked = line.kind === 'stop' || line.kind === 'skip' || line.kind === 'due'
    const when = due.trace[index] ? shortWhen(due.trace[index]) : line.when
    return { ...line, when, kind: isMarked ? (line.kind as 'stop' | 'skip' | 'due') : null }
  })
  return trace(items, 'tight')
}

/** '26/11 09.40', '26/11', '27/11 – 29/11'. */
function shortWhen({ at, values }: TraceLine): string {
  if (at instanceof Temporal.Instant) return inFigures(at)
  const from = formatShortDay(at).slice(0, 5)
  const until = typeof values.until === 'string' && values.until !== at.toString() ? values.until : null
  return until ? `${from} – ${formatShortDay(Temporal.PlainDate.from(until)).slice(0, 5)}` : from
}

/** A moment in figures, for tables and columns: '26/11 09.40'. */
const inFigures = (at: Temporal.Instant): string =>
  `${shortMoment(at)} ${at.toZonedDateTimeISO(timeZone).toPlainTime().toString().slice(0, 5).replace(':', '.')}`

function logLine(event: DossierEvent, { procedure }: DossierView, language: Language) {
  const words = officerMessages(language)
  const { reason, note, unseenReason, components, amountVnd, receiptReference } = event.detail
  const names = Array.isArray(components)
    ? inLanguage(procedure, language)
        .components.filter(({ key }) => components.includes(key))
        .map(({ name }) => name)
    : []
  const texts = [reason, note, unseenReason].filter((text) => typeof text === 'string' && text !== '')
  const parts = [
    ...names,
    typeof amountVnd === 'number' && formatVnd(amountVnd, language),
    typeof receiptReference === 'string' && dossierMessages(language).feePaid(receiptReference),
    ...texts.map((text) => words.quoted(String(text))),
  ].filter((part) => part !== false)
  const by = actorName(event.actorName, language)
  const who = event.actorKind === 'system' ? by || words.bySystem : words.by(by, event.actorPosition ?? '')
  return {
    when: inFigures(event.at),
    text: html`${eventNames[event.type as CommandType][language]}. <span class="mc-quiet">${who}</span>${
      parts.length > 0 && html`<br>${parts.join('; ')}`
    }`,
  }
}
