import { type Html, html, type Piece } from '#platform/html'

export type CaseHeadProps = Readonly<{
  /** The way back, and to the neighbours in the list. */
  above?: Piece
  /** What and who: "Cải chính hộ tịch: Lường Văn Khánh". */
  title: string
  /** Code and full name of the procedure. */
  below?: Piece
  badge: Html
  /** Counted working time. */
  left?: Piece
  due?: Piece
}>

/** The head of a dossier on an officer's page. */
export const caseHead = (props: CaseHeadProps): Html =>
  html`<div class="mc-casehead"><div>${props.above && html`<p class="mc-quiet mc-small">${props.above}</p>`}<h1>${props.title}</h1>${props.below && html`<p class="mc-small">${props.below}</p>`}</div>
<div class="mc-casehead__due">${props.badge} ${props.left && html`<strong>${props.left}</strong>`}${props.due && html`<p class="mc-small mc-quiet">${props.due}</p>`}</div></div>`

/** The three columns of a dossier: what is declared, the papers, the reasons and the history. */
export const caseColumns = (columns: readonly Readonly<{ id: string; title: Piece; body: Piece }>[]): Html =>
  html`<div class="mc-case">${columns.map(
    ({ id, title, body }) =>
      html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${body}</section>`,
  )}</div>`

/** What happened to a dossier, newest first. */
export const caseLog = (entries: readonly Readonly<{ when: string; text: Piece }>[]): Html =>
  html`<ol class="mc-log">${entries.map(({ when, text }) => html`<li><span>${when}</span> ${text}</li>`)}</ol>`
