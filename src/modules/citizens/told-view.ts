import { Temporal } from 'temporal-polyfill'
import { actions, button, linkButton } from '#components/button'
import { notice } from '#components/notice'
import { section } from '#components/sheet'
import { table } from '#components/table'
import type { AuditRecord } from '#modules/audit'
import { formatMoment } from '#modules/calendar'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './messages.ts'
import type { ToldClaim } from './ports.ts'
import type { ProviderAccount } from './repository.ts'

export type ToldView = Readonly<{
  accounts: readonly ProviderAccount[]
  /** When the provider gave another telephone number or mailbox. */
  changes: readonly AuditRecord[]
  /** The account this very session came from. */
  current: string | null
  level: 1 | 2
  isUnlinked: boolean
  language: Language
}>

const momentOf = (at: Date, language: Language): string =>
  formatMoment(Temporal.Instant.fromEpochMilliseconds(at.getTime()), language)

/** Each account of the provider with the exact set of claims that it gave. */
export function toldView(view: ToldView): Html {
  const { accounts, level, isUnlinked, language } = view
  const say = messagesOf(language)
  return html`<div class="mc-narrow mc-stack mc-gap2">
<h1>${say.toldTitle}</h1>
${isUnlinked && notice({ tone: 'done', live: true, body: html`<p>${say.unlinked}</p>` })}
<p class="mc-lead">${say.toldLead}</p>
<p>${say.toldVisible}${level === 1 && html` <strong>${say.toldLow}</strong>`}</p>
${level === 1 && actions(linkButton({ text: say.toldHigher, href: '/sign-in?level=2&return=/my/identity', variant: 'secondary' }))}
${accounts.length === 0 && html`<p>${say.toldNone}</p>`}
${accounts.map((account, index) => accountSection(account, index, view))}
${changeList(view)}
</div>`
}

function accountSection(account: ProviderAccount, index: number, { current, language }: ToldView): Html {
  const say = messagesOf(language)
  const { id, linkedAt, lastUsedAt, lastLevel, unlinkedAt, told } = account
  const rows = told.map((claim) => [
    meaningOf(claim, language),
    html`<code>${claim.name}</code>`,
    saidOf(claim, language),
  ])
  const columns = [{ title: say.toldClaim }, { title: say.toldName }, { title: say.toldValue }]
  const title = say.toldAccount(momentOf(linkedAt, language))
  const body = html`<p class="mc-small mc-quiet">${say.toldUsed(momentOf(lastUsedAt, language), lastLevel)}${current === id && html` · <strong>${say.toldThis}</strong>`}</p>
<div class="mc-t0">${table({ caption: title, columns, rows, stack: true })}</div>
${
  unlinkedAt
    ? html`<p class="mc-t1">${say.toldEnded(momentOf(unlinkedAt, language))}</p>`
    : html`<form class="mc-stack mc-t1" method="post"><input type="hidden" name="account" value="${id}"><p class="mc-small mc-quiet">${say.unlinkHelp}</p>
<div>${button({ text: say.unlink, variant: 'secondary' })}</div></form>`
}`
  return section({ id: `account-${index}`, title, body })
}

function meaningOf({ means }: ToldClaim, language: Language): string {
  const say: Readonly<Record<string, unknown>> = messagesOf(language)
  return String(say[`means_${means ?? 'unknown'}`] ?? messagesOf(language).means_unknown)
}

function saidOf({ state, value }: ToldClaim, language: Language): Piece {
  if (state === 'kept') return html`<strong>${value}</strong>`
  return html`<span class="mc-quiet">${messagesOf(language)[`state_${state}`]}</span>`
}

function changeList({ changes, language }: ToldView): Piece {
  if (changes.length === 0) return null
  const say = messagesOf(language)
  const lines = changes.flatMap(({ at, detail = {} }) => {
    const moment = formatMoment(at, language)
    return [
      ...(detail.phone ? [say.contactPhone(moment, String(detail.phone))] : []),
      ...(detail.email ? [say.contactEmail(moment, String(detail.email))] : []),
    ]
  })
  const body = html`<ul class="mc-list">${lines.map((line) => html`<li>${line}</li>`)}</ul><p class="mc-small mc-quiet">${say.contactsNote}</p>`
  return section({ id: 'changes', title: say.contactsTitle, body })
}
