import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './messages.ts'

export type PaginationProps = Readonly<{
  /** The address of the next page (keyset cursor); null on the last. */
  nextHref: string | null
  /** The address without a cursor; null on the first page. */
  firstHref?: string | null
  /** "Dòng 1 – 40". */
  shown?: string
  language: Language
}>

/** On to the next page. There is no "page 7 of 3.412": lists are walked, filtered or searched. */
export function pagination({ nextHref, firstHref, shown, language }: PaginationProps): Html | null {
  if (!(nextHref || firstHref)) return null
  const say = messagesOf(language)
  return html`<nav class="mc-pager" aria-label="${say.pages}">${shown && html`<span class="mc-quiet">${shown}</span>`}${firstHref && html`<a href="${firstHref}">${say.firstPage}</a>`}${nextHref && html`<a href="${nextHref}" rel="next">${say.nextPage}</a>`}</nav>`
}
