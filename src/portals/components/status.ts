import { attributes, type Html, html, type Piece } from '#platform/html'

/** One of the answers under a status: who holds it, until when, what to do. */
export type StatusFact = Readonly<{ term: string; answer: Piece; note?: Piece }>

export type StatusHeadProps = Readonly<{
  id: string
  badge: Html
  /** Who acts next, first; never the name of an internal step. */
  title: string
  body?: Piece
  /** The one thing to do, if it is the reader's turn. */
  actions?: Piece
  facts: readonly StatusFact[]
  /** `traceFold`: why this date. */
  trace?: Html | null
  refused?: boolean
}>

/** How a dossier stands: badge, meaning, the one action, holder and due date, and the reasons for the date. */
export const statusHead = (props: StatusHeadProps): Html =>
  html`<section${attributes({ class: 'mc-status', 'data-color': props.refused ? 'danger' : null, 'aria-labelledby': props.id })}>
${props.badge}
<h2 class="mc-t0" id="${props.id}">${props.title}</h2>
${props.body && html`<p class="mc-t0">${props.body}</p>`}
${props.actions && html`<div class="mc-actions mc-t2">${props.actions}</div>`}
<dl class="mc-status__grid">${props.facts.map(
    ({ term, answer, note }) =>
      html`<div><dt>${term}</dt><dd><strong>${answer}</strong>${note && html`<small>${note}</small>`}</dd></div>`,
  )}</dl>
${props.trace}
</section>`
