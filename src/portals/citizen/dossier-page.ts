import { answers } from '#components/answers'
import { breadcrumbs } from '#components/breadcrumbs'
import { linkButton } from '#components/button'
import { code } from '#components/code'
import { errorSummary, type Problem } from '#components/error-summary'
import { fold } from '#components/fold'
import { type IssuedFormLine, issuedForms } from '#components/issued-forms'
import { notice } from '#components/notice'
import { qr } from '#components/qr'
import { section, twoColumns } from '#components/sheet'
import { type StatusFact, statusHead } from '#components/status'
import { stepAnswers } from '#components/step-answers'
import { type DossierEvent, type DossierView, dossierMessages } from '#modules/dossiers'
import { formMessages } from '#modules/forms'
import { formatBytes, type Scan, type StoredPaper, scanLine } from '#modules/papers'
import { actorName, describeCharge, explainCharge } from '#modules/payments'
import { inLanguage } from '#modules/procedures'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './dossier-messages.ts'
import {
  dueFact,
  isClosed,
  isWaiting,
  type Progress,
  progressBadge,
  progressTitle,
  progressTrace,
  progressWay,
} from './dossier-progress.ts'
import { supplementForm } from './supplement-form.ts'

export type DossierPage = Readonly<{
  view: DossierView
  publicUrl: string
  /** Where it was filed at the national portal, its code there. */
  portalCode?: string | null
  /** The forms that were issued for it. */
  forms?: readonly IssuedFormLine[]
  /** Something that has just been done, or could not be: said above everything. */
  said: Readonly<{ tone: 'done' | 'warn'; text: string }> | null
  problems: readonly Problem[]
  kept: ReadonlyMap<string, readonly StoredPaper[]>
  language: Language
  /** What was signed, issued and sealed. */
  result?: Html | null
  /** What the person was told, and what goes by post. */
  contact?: Html | null
  /** The way to the rating of a finished one. */
  rating?: Html | null
  /** Which of its papers are locked away, by their ids. */
  scans?: ReadonlyMap<string, Scan>
  /** Whether what is due can be paid online. */
  paysOnline?: boolean
  /** The receipts of each charge. */
  receipts?: ReadonlyMap<string, Html>
}>

/** What a dossier is called: its procedure, and whom or what it is about. */
export function dossierTitle({ dossier, procedure }: DossierView, language: Language): string {
  const { shortName } = inLanguage(procedure, language)
  return dossier.subject ? `${shortName}: ${dossier.subject}` : shortName
}

export const knownAs = ({ dossier }: DossierView): string => dossier.code ?? dossier.reference
const progressOf = ({ dossier, ...view }: DossierView): Progress => ({
  state: dossier.state,
  step: dossier.step,
  dueAt: dossier.dueAt,
  holder: view.holder,
  due: view.due,
  clock: view.clock,
  competentAgency: view.competentAgency,
  awaitsTransfer: view.awaitsTransfer,
})

/** A dossier for the person whose it is: first who acts next and until when, then the way, the papers, the money. */
export function dossierPage(page: DossierPage): Html {
  const { view, said, problems, portalCode, language } = page
  const words = dossierMessages(language)
  const title = dossierTitle(view, language)
  return html`${breadcrumbs([{ text: words.myDossiers, href: '/my/dossiers' }], title, language)}
${(said || problems.length > 0) && html`<div class="mc-y2">${said && notice({ tone: said.tone, live: true, body: html`<p>${said.text}</p>` })}${errorSummary({ problems, language })}</div>`}
<p class="mc-kicker">${view.dossier.code ? words.dossierCode : words.reference} ${code(knownAs(view))}${portalCode && html`<br>${words.portalCode} ${code(portalCode)}`}</p>
<h1>${title}</h1>
${twoColumns({ main: mainColumn(page), aside: aside(page), asideLabel: messagesOf(language).aside })}`
}

function mainColumn(page: DossierPage): Html {
  const { view, language } = page
  const words = dossierMessages(language)
  const detail = (event: DossierEvent) => eventDetail(event, view, language)
  const mayCommand = (type: DossierView['commands'][number]) => view.commands.includes(type)
  return html`${head(page)}
${mayCommand('supplement') && supplementForm({ ...page, dossier: view })}
${section({ id: 'way', title: words.wayTitle, body: progressWay(progressOf(view), view.events, detail, language) })}
${declaration(view, language)}`
}

function head({ view, language, paysOnline }: DossierPage): Html {
  const { dossier } = view
  const say = messagesOf(language)
  const progress = progressOf(view)
  const isRejected = dossier.outcome === 'rejected'
  const owes = paysOnline && view.charges.some(({ state }) => state === 'due')
  return statusHead({
    id: 'status',
    badge: progressBadge(progress, language),
    title: isRejected ? say.rejected : progressTitle(progress, language),
    body: meaning(view, owes === true, language),
    actions: [
      view.commands.includes('supplement') &&
        linkButton({ text: say.goSupplement, href: '#supplement', variant: 'secondary' }),
      owes && linkButton({ text: say.payOnline, href: `/my/dossiers/${knownAs(view)}/pay` }),
    ].find(Boolean),
    facts: [...holderFact(view, language), dueFact(progress, language)],
    trace: progressTrace(progress, dossier.waitingSince, language),
    refused: isRejected || dossier.state === 'refused' || dossier.state === 'stopped',
  })
}

/** What the state means for the person: the reason that was given, or where the result is. */
function meaning(view: DossierView, paysOnline: boolean, language: Language): Piece {
  const say = messagesOf(language)
  const { state, outcome } = view.dossier
  const reason = reasonOf(view)
  if (state === 'resolved' && outcome !== 'rejected') return whereResultIs(view, language)
  const howToPay = paysOnline ? say.payOnlineBody : say.paymentBody
  if (state === 'payment_requested') return [say.reasonIs(reason ?? ''), ' ', howToPay]
  if (state === 'confirmation_requested') return [say.reasonIs(reason ?? ''), ' ', say.confirmationBody]
  const isEnded = isClosed({ state }) && state !== 'delivered'
  const isExplained = isEnded || isWaiting({ state }) || outcome === 'rejected'
  return isExplained && reason ? say.reasonIs(reason) : null
}

function whereResultIs({ dossier, receivingAgency }: DossierView, language: Language): Piece {
  const say = messagesOf(language)
  if (dossier.returnMethod === 'electronic') return say.resultHere
  return dossier.returnMethod === 'post' ? say.resultByPost : say.resultAtCounter(receivingAgency.name)
}

const reasoned: readonly string[] = [
  'refuse',
  'reject',
  'stop',
  'withdraw',
  'request_papers',
  'request_payment',
  'request_confirmation',
]

function reasonOf({ events }: DossierView): string | null {
  const reason = events.findLast(({ type }) => reasoned.includes(type))?.detail.reason
  return typeof reason === 'string' && reason.trim() !== '' ? reason : null
}

function holderFact(view: DossierView, language: Language): StatusFact[] {
  const words = dossierMessages(language)
  if (isWaiting(view.dossier)) {
    const then = messagesOf(language).thenAgency(view.competentAgency.name)
    return [{ term: words.holder, answer: words.you, note: then }]
  }
  const { holder } = view
  return holder ? [{ term: words.holder, answer: holder.name, note: holder.phone }] : []
}

function eventDetail(event: DossierEvent, { attachments }: DossierView, language: Language): Piece {
  const words = dossierMessages(language)
  const received = attachments.filter(({ stage }) => stage === 'submission').length
  const files = event.type === 'submitted' && received > 0 ? ` ${words.papersReceived(received)}` : ''
  const who =
    event.actorKind === 'citizen'
      ? messagesOf(language).youDid
      : [actorName(event.actorName, language), event.actorPosition].filter(Boolean).join(', ')
  return who === '' ? '' : `${who}.${files}`
}

/** What was declared, folded: it is long, and known. */
function declaration({ dossier, procedure }: DossierView, language: Language): Piece {
  const steps = Object.entries(procedure.form?.properties ?? {})
  const items = steps.flatMap(([step, schema]) => stepAnswers(schema, dossier.answers[step] ?? {}, language))
  if (items.length === 0) return null
  const summary = dossierMessages(language).declaration
  return html`<div class="mc-section">${fold({ summary, body: answers(items, 'ruled') })}</div>`
}

function aside({
  view,
  publicUrl,
  forms = [],
  language,
  result,
  scans,
  receipts,
  contact,
  rating,
}: DossierPage): Html {
  const words = dossierMessages(language)
  const known = knownAs(view)
  const tracking = `${publicUrl}/track/${known}`
  return html`${result}<section><h2 class="mc-h">${words.papersTitle}</h2>${paperList(view, { isIssued: result !== null && result !== undefined, scans }, language)}${issuedForms({ title: formMessages(language).heading, lines: forms })}</section>
<section><h2 class="mc-h">${words.feeTitle}</h2>${charges(view, receipts, language)}</section>
${rating}${contact}<section><h2 class="mc-h">${words.trackTitle}</h2><div class="mc-t0">${qr(tracking, words.qrLabel(known))}</div>
<p class="mc-small mc-t0"><a href="/track/${known}">${code(known)}</a></p><p class="mc-small mc-quiet mc-t0">${words.trackShare}</p></section>
${
  view.commands.includes('withdraw') &&
  html`<section><h2 class="mc-h">${words.otherTitle}</h2><p class="mc-small mc-t0"><a href="/my/dossiers/${known}/withdraw">${words.withdraw}</a></p></section>`
}`
}

/** The result first, then what the agency wrote, then what was handed in. */
function paperList(
  { dossier, attachments }: DossierView,
  { isIssued, scans }: Readonly<{ isIssued: boolean; scans: ReadonlyMap<string, Scan> | undefined }>,
  language: Language,
): Html {
  const words = dossierMessages(language)
  const say = messagesOf(language)
  const item = ({ paperId, name, componentName, sizeBytes, stage }: DossierView['attachments'][number]) => {
    const what = stage === 'result' ? words.resultPaper : componentName
    const note = say.paperGiven(what, formatBytes(sizeBytes, language))
    return html`<li><a href="/papers/${paperId}">${name}</a><br><span class="mc-small mc-quiet">${note}</span>${scanLine(scans?.get(paperId), language)}</li>`
  }
  // What was issued stands above, with its seal.
  const results = isIssued ? [] : attachments.filter(({ stage }) => stage === 'result')
  const given = attachments.filter(({ stage }) => stage !== 'result')
  const printed = (name: string, text: string) =>
    html`<li><a href="/my/dossiers/${dossier.code}/${name}.pdf">${text}</a><br><span class="mc-small mc-quiet">PDF</span></li>`
  const receipt = dossier.code && printed('receipt', words.receiptPaper)
  const apology = dossier.extendedAt && printed('apology', say.apology)
  if (attachments.length === 0 && !receipt) return html`<p class="mc-t0">${say.noPapers}</p>`
  return html`<ul class="mc-list mc-t0">${results.map(item)}${apology}${receipt}${given.map(item)}</ul>`
}

function charges({ charges: due }: DossierView, receipts: DossierPage['receipts'], language: Language): Html {
  if (due.length === 0) return html`<p class="mc-t0">${messagesOf(language).noChargeYet}</p>`
  return html`<ul class="mc-list mc-t0">${due.map((charge) => html`<li>${charge.name}<br><span class="mc-small mc-quiet">${describeCharge(charge, language)}${explainCharge(charge, language).map((line) => html`<br>${line}`)}${receipts?.get(charge.id)}</span></li>`)}</ul>`
}
