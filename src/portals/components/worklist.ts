import { attributes, type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { dueBadge, type Urgency, urgencyShape } from './due-badge.ts'
import { type IconName, icon, type ShapeName, shape } from './icon.ts'
import { messagesOf } from './messages.ts'

/** At most one remark a row: `bad` for lateness, `new` for what just came. */
export type Flag = Readonly<{ text: string; kind?: 'bad' | 'new'; icon?: IconName; shape?: ShapeName }>

export type WorklistRow = Readonly<{
  code: string
  href: string
  applicant: string
  procedure: string
  step: string
  channel: string
  urgency: Urgency
  /** Word of the badge when another than the usual, e.g. "Hôm nay". */
  word?: string
  /** Counted working time: "còn 5 giờ 20", "quá 1 ngày 2 giờ". */
  left: string
  /** Used share of the legal time, 0 to 1; null where no clock runs. */
  used: number | null
  /** Due day, "26/11". */
  due: string
  flag?: Flag | null
}>

export type WorklistGroup = Readonly<{
  urgency: Urgency
  title: string
  count: number | string
  rows: readonly WorklistRow[]
}>

export type WorklistProps = Readonly<{
  caption: string
  groups: readonly WorklistGroup[]
  language: Language
  /** Rows can be picked: name of their boxes, address the picked ones are sent to, and what can be done with them. */
  bulk?: Readonly<{ name: string; action: string; actions: Piece }>
  pagination?: Html | null
}>

const meter = (used: number, late: boolean): Html => {
  const width = Math.round(Math.min(Math.max(used, 0), 1) * 88)
  return html`<svg width="88" height="4" aria-hidden="true" class="mc-meter mc-meter--s"><rect class="b" width="88" height="4"/><rect class="${late ? 'r' : 'a'}" width="${width}" height="4"/></svg>`
}

const flagOf = (flag: Flag): Html =>
  html` <span${attributes({ class: 'mc-flag', 'data-k': flag.kind })}>${flag.shape && shape(flag.shape)}${flag.icon && icon(flag.icon)}${flag.text}</span>`

function row(item: WorklistRow, { language, bulk }: WorklistProps): Html {
  const say = messagesOf(language)
  const late = item.urgency === 'overdue'
  const { urgency, word } = item
  const tick =
    bulk &&
    html`<label class="mc-tick"><input type="checkbox" name="${bulk.name}" value="${item.code}"><span class="ds-sr-only">${say.selectDossier(item.code)}</span></label>`
  return html`<tr><td>${tick}</td><td>${dueBadge({ urgency, language, ...(word && { word }) })}</td><td class="mc-left">${
    late ? html`<b class="mc-u-overdue">${item.left}</b>` : item.left
  }${item.used !== null && meter(item.used, late)}</td><td><a class="mc-go" href="${item.href}">${item.applicant}</a></td><td>${item.procedure}${
    item.flag && flagOf(item.flag)
  }</td><td><span class="mc-code mc-quiet">${item.code}</span></td><td>${item.step}</td><td class="mc-quiet">${item.channel}</td><td class="mc-num">${item.due}</td></tr>\n`
}

const group = (props: WorklistProps, { urgency, title, count, rows }: WorklistGroup): Html =>
  html`<tbody><tr class="mc-group"><th colspan="9" scope="rowgroup">${urgencyShape(urgency)} ${title} <span class="mc-quiet">(${count})</span></th></tr>
${rows.map((item) => row(item, props))}</tbody>`

const head = (language: Language): Html => {
  const say = messagesOf(language)
  const plain = [say.workingTime, say.applicant, say.procedure, say.dossierCode, say.step, say.channel]
  return html`<thead><tr><th scope="col"><span class="ds-sr-only">${say.select}</span></th><th scope="col" aria-sort="ascending">${say.urgency}</th>${plain.map(
    (title) => html`<th scope="col">${title}</th>`,
  )}<th scope="col" class="mc-num">${say.due}</th></tr></thead>`
}

/** An officer's worklist in groups of legal urgency; on a phone every row is a block. Procedure names are never cut. */
export function worklist(props: WorklistProps): Html {
  const { bulk, language } = props
  const rows = html`<table class="mc-table mc-list80"><caption class="ds-sr-only">${props.caption}</caption>
${head(language)}${props.groups.map((one) => group(props, one))}</table>${props.pagination}`
  if (!bulk) return html`<div class="mc-box">${rows}</div>`
  const say = messagesOf(language)
  return html`<form class="mc-count mc-box" method="post" action="${bulk.action}">${rows}
<div class="mc-bulk" role="group" aria-label="${say.withSelected}"><span><span class="mc-bulk__n"></span> ${say.selected}</span>${bulk.actions}</div></form>`
}
