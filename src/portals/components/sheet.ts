import { attributes, type Html, html, type Piece } from '#platform/html'

/** A heading with the id its section is named by. */
type Titled = Readonly<{ id: string; title: Piece }>

/** A white sheet: what is decided together. Never a sheet in a sheet. */
export const sheet = (props: Readonly<{ body: Piece } & Partial<Titled>>): Html =>
  html`<section${attributes({ class: 'mc-sheet', 'aria-labelledby': props.title ? props.id : null })}>${
    props.title && html`<h2${attributes({ class: 'mc-h', id: props.id })}>${props.title}</h2>`
  }${props.body}</section>`

/** A part of a page under its own heading. */
export const section = (props: Readonly<{ body: Piece; small?: boolean } & Titled>): Html =>
  html`<section class="mc-section" aria-labelledby="${props.id}"><h2${attributes({ id: props.id, class: props.small ? 'mc-h' : null })}>${props.title}</h2><div>${props.body}</div></section>`

/** A zone of an officer's page: number, title, and its state in words. */
export const zone = (props: Readonly<{ body: Piece; step?: number; state?: Html | null } & Titled>): Html =>
  html`<section class="mc-zone" aria-labelledby="${props.id}"><h2 id="${props.id}">${
    props.step && html`<span class="mc-step" aria-hidden="true">${props.step}</span>`
  }${props.title} ${props.state}</h2>${props.body}</section>`

/** Two columns on a wide screen: the main thing, and beside it what belongs to it. */
export const twoColumns = (props: Readonly<{ main: Piece; aside: Piece; asideLabel: string }>): Html =>
  html`<div class="mc-two mc-t3"><div>${props.main}</div><aside class="mc-stack mc-gap3" aria-label="${props.asideLabel}">${props.aside}</aside></div>`

/** The reading column: running text and tasks are never wider. */
export const narrow = (...body: readonly Piece[]): Html =>
  html`<div class="mc-narrow mc-stack mc-gap2">${body}</div>`
