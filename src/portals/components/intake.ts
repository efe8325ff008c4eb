import { attributes, type Html, html, type Piece } from '#platform/html'

/** The three zones of a counter beside each other: person, papers, appointment (`zone` of `sheet` makes one). */
export const intakeZones = (...zones: readonly Html[]): Html => html`<div class="mc-intake">${zones}</div>`

const face = html`<svg class="mc-face" viewBox="0 0 36 46" aria-hidden="true"><circle cx="18" cy="17" r="7.5" fill="currentColor"/><path d="M4 46c1-11 7-17 14-17s13 6 14 17z" fill="currentColor"/></svg>`

/** Who stands at the counter. */
export const personCard = (props: Readonly<{ name: string; personalId: string; detail?: Piece }>): Html =>
  html`<div class="mc-id">${face}<div><strong>${props.name}</strong><br><span class="mc-num">${props.personalId}</span>${props.detail && html`<br><span class="mc-quiet">${props.detail}</span>`}</div></div>`

export type IntakePaper = Readonly<{
  id: string
  name: string
  value: string
  title: string
  detail?: string
  note?: Piece
  checked?: boolean
  /** Held by a database: ticked, and not to be asked for. */
  held?: boolean
  /** A state in words, or the button that scans it. */
  end?: Piece
}>

const paper = (item: IntakePaper): Html => {
  const { id, name, value, checked, held } = item
  return html`<li><input${attributes({ type: 'checkbox', id, name, value, checked: checked || held || false, disabled: held ?? false })}><label for="${id}"><strong>${item.title}</strong>${item.detail && `, ${item.detail}`}</label>${item.end ? html`<span>${item.end}</span>` : html`<span></span>`}${item.note && html`<p>${item.note}</p>`}</li>`
}

/** The papers of a procedure, to tick as they are handed over. */
export const paperChecklist = (papers: readonly IntakePaper[]): Html =>
  html`<ul class="mc-papers mc-t1">${papers.map(paper)}</ul>`
