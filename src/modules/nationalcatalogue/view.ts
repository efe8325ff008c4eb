import { actions, button } from '#components/button'
import { code as codeText } from '#components/code'
import { type Fact, facts } from '#components/facts'
import { filterRow } from '#components/filter-row'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { say } from '#components/say'
import { zone } from '#components/sheet'
import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import { type Html, html, type Piece } from '#platform/html'
import { formatNumber, type Language } from '#platform/i18n'
import { catalogueMessages, kindNames, levelNames, whatNames } from './messages.ts'
import type { CatalogueFetch } from './repository.ts'
import type { DifferenceCount, KeptDifference } from './repository-differences.ts'
import type { Level } from './rules/differences.ts'

export const catalogueUrl = '/admin/national-catalogue'

export type CatalogueView = Readonly<{
  isConnected: boolean
  last: CatalogueFetch | null
  taken: CatalogueFetch | null
  counts: readonly DifferenceCount[]
  /** The choice of the filter as the address has it; empty: all. */
  show: string
  differences: readonly KeptDifference[]
  /** Of the next page; null on the last. */
  next: string | null
  isFirst: boolean
  isAsked: boolean
  mayManage: boolean
}>

/** What differs from the national catalogue, when it was fetched, and why it was not. */
export function cataloguePage(view: CatalogueView, language: Language): Html {
  const words = catalogueMessages(language)
  const { isConnected, isAsked, mayManage, taken } = view
  return html`<div class="mc-work__head"><h1>${words.title}</h1><p class="mc-quiet">${words.hint}</p></div>
${isAsked && notice({ tone: 'done', live: true, body: html`<p>${words.asked}</p>` })}
<div class="mc-stack mc-t2">${!isConnected && notice({ tone: 'warn', body: html`<p>${words.notConnected}</p>` })}
${remarks(view, language)}
${facts(figures(taken, language), { two: true })}
${mayManage && isConnected && html`<form method="post" action="${catalogueUrl}/fetch">${actions(button({ text: words.fetchNow, variant: 'secondary' }))}</form>`}
${zone({ id: 'differences', title: words.differences, body: differenceList(view, language) })}</div>`
}

function remarks({ last }: CatalogueView, language: Language): Html | null {
  const words = catalogueMessages(language)
  if (!last) return null
  const moment = formatMoment(last.startedAt, language)
  if (!last.finishedAt) return notice({ body: html`<p>${words.underWay(moment)}</p>` })
  if (last.fault === null) return null
  return notice({
    tone: 'warn',
    body: html`<p>${words.broke(moment)} <span lang="en">${last.fault}</span>.</p>`,
  })
}

function figures(taken: CatalogueFetch | null, language: Language): readonly Fact[] {
  const words = catalogueMessages(language)
  const count = (of: number | undefined) => (of === undefined ? '–' : formatNumber(of, language))
  const { procedure, agency, field } = taken?.fetched ?? {}
  const asked = taken?.askedBy ? words.byPerson(taken.askedBy) : words.byNight
  const left =
    taken && taken.unreadable > 0 ? ` ${words.unreadable(formatNumber(taken.unreadable, language))}` : ''
  return [
    {
      icon: 'clock',
      term: words.taken,
      answer: taken ? formatMoment(taken.startedAt, language) : words.never,
      ...(taken && { note: `${asked}.${left}` }),
    },
    { icon: 'file', term: words.procedures, answer: count(procedure) },
    { icon: 'pin', term: words.agencies, answer: count(agency) },
    { icon: 'search', term: words.fields, answer: count(field) },
  ]
}

function differenceList(view: CatalogueView, language: Language): Html {
  const words = catalogueMessages(language)
  const { counts, show, differences, next, isFirst, taken } = view
  if (!taken) return html`<p>${words.nothingYet}</p>`
  if (counts.length === 0) return html`<p>${say('ok', words.none)}</p>`
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  const options = [
    { value: '', label: words.all(formatNumber(total, language)) },
    ...counts.map(({ kind, what, count }) => ({
      value: `${kind}.${what}`,
      label: `${kindNames[kind][language]}: ${whatNames[what][language]} (${formatNumber(count, language)})`,
    })),
  ]
  const kept = show ? `show=${show}` : ''
  const address = (more: string) => [catalogueUrl, [kept, more].filter(Boolean).join('&')].filter(Boolean)
  return html`${filterRow({ label: words.filter, filters: [{ name: 'show', label: words.sort, value: show, options }], language })}
${differences.length > 0 ? differenceTable(differences, language) : html`<p>${words.noneOfThese}</p>`}
${pagination({ nextHref: next && address(`after=${next}`).join('?'), firstHref: isFirst ? null : address('').join('?'), language })}`
}

function differenceTable(differences: readonly KeptDifference[], language: Language): Html {
  const words = catalogueMessages(language)
  const columns = [words.code, words.what, words.ours, words.theirs]
  const rows = differences.map((one) => [
    codeOf(one, language),
    whatOf(one, language),
    sideOf(one, one.ours, language),
    sideOf(one, one.theirs, language),
  ])
  return table({
    caption: words.differences,
    columns: columns.map((title) => ({ title })),
    rows,
    stack: true,
  })
}

/** A field of ours has no code; its name stands in its column. */
function codeOf({ kind, code, theirCode }: KeptDifference, language: Language): Piece {
  if (kind === 'field') return kindNames.field[language]
  const there = theirCode !== null && theirCode !== code && catalogueMessages(language).theirCode(theirCode)
  const below = [kindNames[kind][language], there].filter(Boolean).join(', ')
  return html`${codeText(code)}<br><span class="mc-small mc-quiet">${below}</span>`
}

function whatOf({ what, sinceAt }: KeptDifference, language: Language): Piece {
  const since = sinceAt && catalogueMessages(language).since(formatMoment(sinceAt, language))
  return html`${whatNames[what][language]}${since && html`<br><span class="mc-small mc-quiet">${since}</span>`}`
}

function sideOf({ what }: KeptDifference, text: string | null, language: Language): Piece {
  if (text === null) return html`<span class="mc-quiet">${catalogueMessages(language).nothing}</span>`
  if (what !== 'level') return text
  return text
    .split('; ')
    .map((level) => levelNames[level as Level]?.[language] ?? level)
    .join('; ')
}
