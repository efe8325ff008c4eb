import { attributes, type Html, html, type Piece } from '#platform/html'

export type ReminderItem = Readonly<{
  /** What it is about, e.g. "Bước thẩm định quá hạn 1 ngày làm việc". */
  title: string
  href: string
  /** How it stands: not seen yet, seen. */
  state: Piece
  /** The due time it belongs to. */
  due: string
  /** Which dossier, and when it was told. */
  detail: Piece
  isNew: boolean
  action?: Piece
}>

/** Reminders, newest first; those not seen yet stand out by a bar, a ground and a word. */
export const reminderList = (items: readonly ReminderItem[]): Html =>
  html`<ol class="mc-versions mc-t2">${items.map(
    ({ title, href, state, due, detail, isNew, action }) =>
      html`<li${attributes({ 'data-now': isNew })}><div class="mc-row mc-row--between"><div><strong><a href="${href}">${title}</a></strong> ${state}<br><span class="mc-small">${due}</span><br><span class="mc-small mc-quiet">${detail}</span></div>${action}</div></li>`,
  )}</ol>`
