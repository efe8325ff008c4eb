import { breadcrumbs } from '#components/breadcrumbs'
import { code } from '#components/code'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { say } from '#components/say'
import { table } from '#components/table'
import { formatMoment, formatShortDay, localDay } from '#modules/calendar'
import { stepNames } from '#modules/dossiers'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import type { OverdueAgency, OverdueDossier, OverdueDossiers } from './load-overdue.ts'
import { messages } from './messages.ts'

/** The address of the public list of an agency. */
const hrefOf = (agencyCode: string): string => `/overdue/${encodeURIComponent(agencyCode)}`
const dayOf = (at: Parameters<typeof localDay>[0]): string => formatShortDay(localDay(at))

/** The public page: which agencies are late, the worst first. */
export function overdueAgenciesPage(
  { now, agencies }: Readonly<{ now: OverdueDossiers['now']; agencies: readonly OverdueAgency[] }>,
  language: Language,
): Html {
  const words = messages(language)
  const rows = agencies.map(({ agency, count, isMore, oldestDueAt }) => [
    html`<a href="${hrefOf(agency.code)}">${agency.name}</a>`,
    isMore ? words.atLeast(words.number(count)) : words.number(count),
    dayOf(oldestDueAt),
  ])
  const columns = [
    { title: words.agency },
    { title: words.overdueCount, number: true },
    { title: words.oldest, number: true },
  ]
  return html`<div class="mc-narrow"><h1>${words.overdueTitle}</h1>
<p class="mc-t1">${words.overdueMeaning}</p>
<p class="mc-quiet mc-small mc-t0">${words.asOf(formatMoment(now, language))}</p>
<div class="mc-t2">${
    rows.length > 0
      ? table({ caption: words.overdueTitle, columns, rows, stack: true })
      : notice({ tone: 'done', body: html`<p>${words.noneOverdue}</p>` })
  }</div></div>`
}

/** The public page of an agency: each overdue dossier by its code, and nothing about persons. */
export function overdueDossiersPage(
  { now, agency, dossiers, cursor }: OverdueDossiers,
  { isFirst, language }: Readonly<{ isFirst: boolean; language: Language }>,
): Html {
  const words = messages(language)
  const columns = [words.code, words.procedure, words.step, words.due, words.late, words.apology]
  const list =
    dossiers.length > 0
      ? table({
          caption: words.overdueOf(agency.name),
          columns: columns.map((title) => ({ title, number: title === words.late || title === words.due })),
          rows: dossiers.map((dossier) => cellsOf(dossier, language)),
          stack: true,
        })
      : notice({ tone: 'done', body: html`<p>${words.noneOverdueHere}</p>` })
  const here = hrefOf(agency.code)
  const pages = pagination({
    nextHref: cursor && `${here}?after=${encodeURIComponent(cursor)}`,
    firstHref: isFirst ? null : here,
    language,
  })
  return html`${breadcrumbs([{ text: words.overdueTitle, href: '/overdue' }], agency.name, language)}
<h1>${words.overdueOf(agency.name)}</h1>
<p class="mc-t1 mc-prose">${words.overdueMeaning}</p>
<p class="mc-quiet mc-small mc-t0">${words.asOf(formatMoment(now, language))}</p>
<div class="mc-t2">${list}</div>${pages}`
}

function cellsOf({ step, daysLate, isExtended, ...dossier }: OverdueDossier, language: Language) {
  const words = messages(language)
  return [
    html`<a href="/track/${dossier.code}">${code(dossier.code)}</a>`,
    dossier.procedureName,
    stepNames[step][language],
    dayOf(dossier.dueAt),
    daysLate > 0 ? words.number(daysLate) : words.underADay,
    isExtended ? say('ok', words.apologised) : say('mute', words.notApologised),
  ]
}
