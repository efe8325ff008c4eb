import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './messages.ts'

export type Crumb = Readonly<{ text: string; href: string }>

/** The way to this page from the top. */
export const breadcrumbs = (crumbs: readonly Crumb[], here: string, language: Language): Html =>
  html`<nav class="ds-breadcrumbs" aria-label="${messagesOf(language).breadcrumbs}"><ol>${crumbs.map(
    ({ text, href }) => html`<li><a class="ds-link" href="${href}">${text}</a></li>`,
  )}<li><span aria-current="page">${here}</span></li></ol></nav>`
