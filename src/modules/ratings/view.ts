import { code as codeText } from '#components/code'
import { filterRow } from '#components/filter-row'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { zone } from '#components/sheet'
import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { criterionWords, ratingMessages } from './messages.ts'
import { scoreAnswers } from './own-view.ts'
import type { Rating } from './repository.ts'
import type { Average } from './rules/rating.ts'

export const ratingsUrl = '/officer/ratings'

export type RatingList = Readonly<{
  ratings: readonly Rating[]
  averages: readonly Average[]
  count: number
  /** Whose ratings can be chosen; none where one sees those of the own agency only. */
  agencies: readonly Readonly<{ id: string; name: string }>[]
  agency: string
  months: readonly string[]
  month: string
  next: string | null
  isFirst: boolean
}>

/** What people said of the dossiers of an agency: the averages with their counts, then each. */
export function ratingList(page: RatingList, language: Language): Html {
  const words = ratingMessages(language)
  const { ratings, count, averages } = page
  const here = `${ratingsUrl}?agency=${encodeURIComponent(page.agency)}&month=${encodeURIComponent(page.month)}`
  const nextHref = page.next && `${here}&before=${page.next}`
  return html`<div class="mc-work__head"><h1>${words.title}</h1><p class="mc-quiet">${words.lead}</p></div>
${filters(page, language)}
${count === 0 && notice({ body: html`<p>${words.none}</p>` })}
<div class="mc-stack">${averages.length > 0 && zone({ id: 'averages', title: words.averages, body: averageTable(averages, count, language) })}
${ratings.length > 0 && zone({ id: 'each', title: words.list, body: eachTable(ratings, language) })}</div>
${pagination({ nextHref, firstHref: page.isFirst ? null : here, language })}`
}

function filters({ agencies, agency, months, month }: RatingList, language: Language): Html {
  const words = ratingMessages(language)
  const monthName = (one: string) => one.split('-').reverse().join('/')
  const byMonth = {
    ...{ name: 'month', label: words.month, value: month },
    options: [
      { value: '', label: words.anyMonth },
      ...months.map((value) => ({ value, label: monthName(value) })),
    ],
  }
  const byAgency = {
    ...{ name: 'agency', label: words.agency, value: agency },
    options: [
      { value: '', label: words.anyAgency },
      ...agencies.map(({ id, name }) => ({ value: id, label: name })),
    ],
  }
  const all = agencies.length > 0 ? [byAgency, byMonth] : [byMonth]
  return filterRow({ label: words.filter, language, filters: all })
}

function averageTable(averages: readonly Average[], count: number, language: Language): Html {
  const words = ratingMessages(language)
  const numbers = new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB', { minimumFractionDigits: 1 })
  const rows = averages.map(({ criterion, tenths, count: given }) => [
    criterionWords(language)[criterion].name,
    numbers.format(tenths / 10),
    String(given),
  ])
  const columns = [
    { title: words.criterion },
    { title: words.average, number: true },
    { title: words.count, number: true },
  ]
  return html`<p>${words.total(String(count))}</p>${table({ caption: words.averages, columns, rows })}`
}

function eachTable(ratings: readonly Rating[], language: Language): Html {
  const words = ratingMessages(language)
  const columns = [words.dossier, words.when, words.where, words.said].map((title) => ({ title }))
  const rows = ratings.map((rating) => [
    dossierOf(rating, language),
    formatMoment(rating.ratedAt, language),
    sourceName(rating.source, language),
    saidIn(rating, language),
  ])
  return table({ caption: words.list, columns, rows, stack: true })
}

/** One line for each thing that was said. */
function saidIn({ scores, comment }: Rating, language: Language): Html {
  const lines = scoreAnswers(scores, language).map(({ term, answer }) => html`${term}: ${answer}<br>`)
  return html`${lines}${comment && html`<span class="mc-quiet">${comment}</span>`}`
}

function dossierOf({ dossierId, dossierCode }: Rating, language: Language): Html {
  if (!dossierId)
    return html`${codeText(dossierCode)}<br><span class="mc-small mc-quiet">${ratingMessages(language).unknown}</span>`
  return html`<a href="/officer/dossiers/${encodeURIComponent(dossierCode)}">${codeText(dossierCode)}</a>`
}

/** Where something was said, in words. */
function sourceName(source: string, language: Language): string {
  const words = ratingMessages(language)
  if (source === 'here') return words.here
  return source === 'national_portal' ? words.national_portal : source
}
