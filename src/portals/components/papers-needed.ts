import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { icon, shape } from './icon.ts'
import { messagesOf } from './messages.ts'

export type NeededPaper = Readonly<{ name: string; detail?: Piece; otherwise?: Piece }>
export type HeldPaper = Readonly<{ name: string; source: string }>

const needed = ({ name, detail, otherwise }: NeededPaper): Html =>
  html`<div><h3>${icon('file')}<span>${name}</span></h3>${detail && html`<p class="mc-small mc-t0">${detail}</p>`}${otherwise && html`<p class="mc-small mc-quiet mc-t0">${otherwise}</p>`}</div>`

/** What to bring, in a marked sheet. */
export const papersNeeded = (papers: readonly NeededPaper[], language: Language): Html =>
  html`<div class="mc-sheet mc-need mc-stack"><p class="mc-kicker">${messagesOf(language).needHeading}</p>${papers.map(needed)}</div>`

/** What need not be brought, because the State holds it: each with the database it comes from. */
export const papersHeld = (papers: readonly HeldPaper[]): Html =>
  html`<ul class="mc-list mc-t1">${papers.map(
    ({ name, source }) =>
      html`<li class="mc-have">${shape('done')}<div><strong>${name}</strong><br><span class="mc-small mc-quiet">${source}</span></div></li>`,
  )}</ul>`
