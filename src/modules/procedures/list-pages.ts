import { breadcrumbs } from '#components/breadcrumbs'
import { code } from '#components/code'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { say as stated } from '#components/say'
import { searchBox } from '#components/search-box'
import { narrow } from '#components/sheet'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { nameIn } from './home-page.ts'
import { messagesOf } from './messages.ts'
import type { FieldLine, ProcedureLine } from './repository-search.ts'
import type { SearchPage } from './search-procedures.ts'

/** Whether it can be applied for here, with a shape and a word. */
export const statusOf = (status: ProcedureLine['status'], language: Language): Html =>
  stated(status === 'offered' ? 'ok' : 'mute', messagesOf(language)[status])

const item = (line: ProcedureLine, language: Language): Html => {
  const say = messagesOf(language)
  return html`<li><strong><a href="/procedures/${line.code}">${nameIn(line, language)}</a></strong><br>
<span class="mc-small mc-quiet">${code(line.code)}${say.kicker(line.field, say[line.level])}</span>${
    line.summary && language === 'vi' && html`<p class="mc-small mc-t0">${line.summary.slice(0, 240)}</p>`
  }<p class="mc-small mc-t0">${statusOf(line.status, language)}</p></li>`
}

const list = (lines: readonly ProcedureLine[], language: Language): Html =>
  html`<ul class="mc-list mc-t2">${lines.map((line) => item(line, language))}</ul>`

const again = (text: string, language: Language): Html => {
  const say = messagesOf(language)
  return searchBox({
    id: 'q',
    label: say.searchLabel,
    action: '/search',
    name: 'q',
    value: text,
    buttonText: say.search,
  })
}

const address = (path: string, parts: Readonly<Record<string, string | null | undefined>>): string => {
  const given = Object.entries(parts).filter((part): part is [string, string] => Boolean(part[1]))
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path
}

export type ListView = Readonly<{ page: SearchPage; text: string; cursor: string | undefined }>

/** What was found; when nothing was, what to do next. */
export function renderSearch({ page, text, cursor }: ListView, language: Language): Html {
  const say = messagesOf(language)
  const asked = text.trim() !== ''
  const empty = page.lines.length === 0
  return narrow(
    html`<h1>${say.searchTitle}</h1>`,
    again(text, language),
    page.alike && notice({ body: say.alike }),
    empty && notice({ body: html`<p>${say.noResult(text)}</p><p>${say.noResultNext}</p>` }),
    !empty &&
      html`<section aria-labelledby="found"><h2 class="mc-h" id="found">${asked ? say.resultsFor(text) : say.procedures}</h2>${list(page.lines, language)}</section>`,
    html`<p><a href="/procedures">${say.allProcedures}</a></p>`,
    pagination({
      nextHref: page.nextCursor && address('/search', { q: text, cursor: page.nextCursor }),
      firstHref: cursor ? address('/search', { q: text }) : null,
      language,
    }),
  )
}

/** Every field with how much it holds. */
export function renderFields(fields: readonly FieldLine[], language: Language): Html {
  const say = messagesOf(language)
  const lines = fields.map(
    ({ field, procedures, offered }) =>
      html`<li><strong><a href="${address('/procedures', { field })}">${field}</a></strong><br><span class="mc-small mc-quiet">${say.fieldCount(procedures, offered)}</span></li>`,
  )
  return narrow(
    html`<h1>${say.proceduresTitle}</h1>`,
    again('', language),
    fields.length > 0 ? html`<ul class="mc-list">${lines}</ul>` : notice({ body: say.noProcedures }),
  )
}

/** The procedures of one field, those that can be applied for first. */
export function renderField(view: ListView, language: Language): Html {
  const say = messagesOf(language)
  const { page, text: field, cursor } = view
  return narrow(
    breadcrumbs([{ text: say.procedures, href: '/procedures' }], field, language),
    html`<h1>${field}</h1>`,
    page.lines.length > 0 ? list(page.lines, language) : notice({ body: say.noProcedures }),
    pagination({
      nextHref: page.nextCursor && address('/procedures', { field, cursor: page.nextCursor }),
      firstHref: cursor ? address('/procedures', { field }) : null,
      language,
    }),
  )
}
