import { button, linkButton } from '#components/button'
import { caseColumns, caseHead } from '#components/case-head'
import { code } from '#components/code'
import { decisionBar } from '#components/decision-bar'
import { strip } from '#components/door-way'
import { dueBadge } from '#components/due-badge'
import { notice } from '#components/notice'
import { formatDuration, formatMoment, formatShortDay, localDay } from '#modules/calendar'
import {
  type CommandType,
  channelNames,
  commandNames,
  type DossierTask,
  type DossierView,
  dossierMessages,
  officerStateNames,
} from '#modules/dossiers'
import type { Scan } from '#modules/papers'
import { inLanguage } from '#modules/procedures'
import type { VerificationReport } from '#modules/signatures'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { isPlain, listInOrder, lookOfCommand } from './commands.ts'
import { dossierHref, dossierTitle, type Remark } from './dossier-address.ts'
import { declaredPart, papersPart, type Receipts, reasonsPart, wayOf } from './dossier-parts.ts'
import { extensionMessages } from './extension-messages.ts'
import { officerMessages } from './messages.ts'
import { openTasksPart, taskHref, taskName } from './task-view.ts'

export type DossierPage = Readonly<{
  view: DossierView
  /** Where it was filed at the national portal, its code there. */
  portalCode?: string | null
  /** The idempotency key of the next command given from this page. */
  key: string
  remark?: Remark | null
  /** The papers that can be printed here. */
  prints?: readonly Print[]
  /** What other agencies were asked, and the way to ask one. */
  consultations?: Html | null
  /** What the population register said of the applicant, and the way to ask it. */
  check?: Html | null
  /** The forms that were issued. */
  forms?: Html | null
  /** What was signed, issued and sealed. */
  result?: Html | null
  /** What was found of the signatures of its papers, by content. */
  reports?: ReadonlyMap<string, VerificationReport>
  /** The receipts of what was paid. */
  receipts?: Receipts
  /** Whether other systems know what happened to it. */
  told?: Html | null
  /** Which of its papers are locked away, by their ids. */
  scans?: ReadonlyMap<string, Scan>
}>

/** A paper of a dossier, by its address under the dossier. */
export type Print = 'receipt.pdf' | 'control-sheet.pdf' | 'apology.pdf'

/** A dossier as an officer works on it: how urgent, how far, what is declared and given, why, and what may be done now. */
export function dossierPage(page: DossierPage, language: Language): Html {
  const { view, remark } = page
  const talk = dossierMessages(language)
  const words = officerMessages(language)
  const { dueAt } = view.dossier
  return html`${head(page, language)}
${strip(wayOf(view, language), language)}
${openTasksPart(view, language)}
${remark && html`<div class="mc-work mc-flush">${notice({ ...remark, live: true })}</div>`}
${caseColumns([
  { id: 'case-declared', title: talk.declaration, body: html`${declaredPart(view, language)}${page.check}` },
  {
    id: 'case-papers',
    title: talk.papersTitle,
    body: html`${papersPart(view, language, page)}${page.result}${page.forms}${page.consultations}`,
  },
  {
    id: 'case-why',
    title: dueAt ? words.whyDue(formatShortDay(localDay(dueAt)).slice(0, 5)) : talk.dueDate,
    body: html`${reasonsPart(view, page.receipts ?? new Map(), language)}${page.told}`,
  },
])}
${decisions(page, language)}`
}

function head({ view, portalCode, prints = [] }: DossierPage, language: Language): Html {
  const { dossier, clock } = view
  const talk = dossierMessages(language)
  const name = dossier.code ?? dossier.reference
  const papers = prints.map(
    (print) => html` · <a href="${dossierHref(view, `/${print}`)}">${printName(print, language)}</a>`,
  )
  return caseHead({
    above: html`<a href="/officer/worklist">${talk.worklist}</a>${papers}`,
    title: dossierTitle(view, language),
    below: html`${code(name)} <span class="mc-quiet">– ${dossier.procedureCode} ${inLanguage(view.procedure, language).name}. ${channelNames[dossier.channel][language]}.</span>${portalCode && html`<br><span>${talk.portalCode} ${code(portalCode)}</span>`}${handlerLine(view, language)}`,
    badge: dueBadge({ urgency: clock.urgency, language, word: wordOf(view, language) }),
    left: timeOf(view, language),
    due: dueLines(view, language),
  })
}

/** When the result is due and, where the step in hand has a time of its own, when that is. */
function dueLines({ dossier, clock, awaitsTransfer }: DossierView, language: Language): Html | null {
  const words = officerMessages(language)
  const { dueAt, stepDueAt } = dossier
  const step = clock.urgency !== 'suspended' && stepDueAt && words.stepDue(formatMoment(stepDueAt, language))
  const say = awaitsTransfer ? words.expectedAt : words.due
  const due = dueAt && say(formatMoment(dueAt, language))
  return due || step ? html`${due}${due && step && html`<br>`}${step}` : null
}

/** Who is in charge of this step, with the way to put somebody else there. */
function handlerLine(view: DossierView, language: Language): Html | null {
  const { handlerName } = view.dossier
  const mayAssign = view.commands.includes('assign')
  if (!(handlerName || mayAssign)) return null
  const words = officerMessages(language)
  const link =
    mayAssign && html` <a href="${dossierHref(view, '/commands/assign')}">${commandNames.assign[language]}</a>`
  return html`<br><span>${handlerName ? words.inCharge(handlerName) : words.nobodyInCharge}${link}</span>`
}

function printName(print: Print, language: Language): string {
  const words = extensionMessages(language)
  const names: Readonly<Record<Print, string>> = {
    'receipt.pdf': dossierMessages(language).printReceipt,
    'control-sheet.pdf': words.printControlSheet,
    'apology.pdf': words.print,
  }
  return names[print]
}

/** Where no clock runs, the state says more than the urgency. */
function wordOf({ dossier, clock }: DossierView, language: Language): string {
  const runs = dossier.state === 'accepted' || dossier.state === 'in_progress'
  const talk = dossierMessages(language)
  const words: Readonly<Record<string, string>> = {
    overdue: talk.overdue,
    due_today: talk.dueToday,
    due_soon: talk.dueSoon,
    on_time: talk.onTime,
  }
  return (runs && words[clock.urgency]) || officerStateNames[dossier.state][language]
}

function timeOf({ dossier, clock }: DossierView, language: Language): string | null {
  const talk = dossierMessages(language)
  if (clock.urgency === 'suspended') return talk.clockStandsOfficer
  if (clock.urgency === 'done' || !dossier.dueAt) return null
  return clock.urgency === 'overdue'
    ? talk.timeOverShort(formatDuration(clock.minutesLate, language))
    : talk.timeLeftShort(formatDuration(clock.minutesLeft, language))
}

function decisions({ view, key }: DossierPage, language: Language): Html {
  const talk = dossierMessages(language)
  const commands = listInOrder(view.commands)
  const own = view.tasks.filter(({ mayDo, isFree }) => mayDo && isFree)
  const bar = decisionBar({
    title: commands.length + own.length > 0 ? talk.decisionTitle : talk.nothingToDecide,
    reminder: commands.length > 0 ? talk.decisionHint : whoseTurn(view, language),
    buttons: [
      ...own.map((task, index) => taskButton(view, task, index === 0, language)),
      ...commands.map((type, index) => commandButton(view, type, index + own.length === 0, language)),
    ],
    language,
  })
  if (!commands.some(isPlain)) return bar
  return html`<form method="post" action="${dossierHref(view)}"><input type="hidden" name="revision" value="${view.dossier.revision}"><input type="hidden" name="key" value="${key}">${bar}</form>`
}

function whoseTurn({ dossier, holder }: DossierView, language: Language): string {
  const words = officerMessages(language)
  if (holder) return words.holderTurn(holder.name)
  return dossier.closedAt ? words.nobodysTurn : words.applicantsTurn
}

/** A task of the process that ends without a command has a page of its own. */
const taskButton = (view: DossierView, task: DossierTask, isFirst: boolean, language: Language): Html =>
  linkButton({
    text: taskName(task, language),
    href: taskHref(view, task),
    variant: isFirst ? 'primary' : 'secondary',
  })

/** A command that needs nothing more is a button; one that does leads to its page. */
function commandButton(view: DossierView, type: CommandType, isFirst: boolean, language: Language): Html {
  const look = { text: commandNames[type][language], ...lookOfCommand(type, isFirst) }
  const address = dossierHref(view, `/commands/${type}`)
  return isPlain(type) ? button({ ...look, formAction: address }) : linkButton({ ...look, href: address })
}
