import { attributes, type Html, html, type Piece } from '#platform/html'

export type VersionItem = Readonly<{
  title: string
  href?: string
  /** Draft, in force, ended: said with a shape. */
  state: Piece
  dates: string
  /** Decision, and how many dossiers still run on it. */
  detail?: Piece
  current?: boolean
}>

/** The versions of a procedure, newest first; none is ever removed. */
export const versions = (items: readonly VersionItem[]): Html =>
  html`<ol class="mc-versions" reversed>${items.map(
    ({ title, href, state, dates, detail, current }) =>
      html`<li${attributes({ 'data-now': current, 'aria-current': current ? 'true' : null })}><strong>${href ? html`<a href="${href}">${title}</a>` : title}</strong> ${state}<br><span class="mc-small">${dates}</span>${detail && html`<br><span class="mc-small mc-quiet">${detail}</span>`}</li>`,
  )}</ol>`
