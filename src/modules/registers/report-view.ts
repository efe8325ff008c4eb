import { linkButton } from '#components/button'
import { errorSummary, type Problem } from '#components/error-summary'
import { filterRow } from '#components/filter-row'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messages } from './messages.ts'
import { fieldName } from './outcome-view.ts'
import type { LookUpRecord } from './repository-records.ts'

export const reportUrl = '/officer/look-ups'

/** The report as its address has it: each part as it was typed. */
export type ReportAddress = Readonly<
  Partial<Record<'from' | 'to' | 'account' | 'agency' | 'register' | 'subject' | 'before', string>>
>

function hrefOf(address: ReportAddress, file = ''): string {
  const given = Object.entries(address).filter(([, value]) => value)
  const query = new URLSearchParams(given as [string, string][]).toString()
  return `${reportUrl}${file}${query && `?${query}`}`
}

export type ReportPage = Readonly<{
  records: readonly LookUpRecord[]
  address: ReportAddress
  next: string | null
  problems: readonly Problem[]
}>

/** Who looked up whom, the newest first; numbers are shown by their end, the report holds them whole. */
export function reportPage({ records, address, next, problems }: ReportPage, language: Language): Html {
  const words = messages(language)
  const { before, ...first } = address
  return html`<div class="mc-work__head"><h1>${words.reportTitle}</h1><p class="mc-quiet">${words.reportHint}</p></div>
${errorSummary({ problems, language })}
${filters(address, language)}
${records.length > 0 ? list(records, language) : notice({ body: html`${words.nothing} <a href="${reportUrl}">${words.showAll}</a>` })}
${pagination({ nextHref: next && hrefOf({ ...first, before: next }), firstHref: before ? hrefOf(first) : null, language })}
<div class="mc-actions mc-t2">${linkButton({ text: words.exportCsv, href: hrefOf(first, '.csv'), variant: 'secondary' })}</div>`
}

function filters(address: ReportAddress, language: Language): Html {
  const words = messages(language)
  const fields = ['from', 'to', 'account', 'agency', 'register', 'subject'] as const
  return filterRow({
    label: words.filter,
    language,
    filters: fields.map((name) => ({
      name,
      label: words[name],
      value: address[name] ?? '',
      id: `f-${name}`,
    })),
  })
}

const registerName = (register: string, language: Language): string =>
  register === 'population' ? messages(language).population : register

function list(records: readonly LookUpRecord[], language: Language): Html {
  const words = messages(language)
  return table({
    caption: words.reportTitle,
    stack: true,
    columns: [words.time, words.who, words.asked, words.purpose, words.outcome].map((title) => ({ title })),
    rows: records.map((record) => [
      formatMoment(record.askedAt, language),
      html`${record.account.name}<br><span class="mc-small mc-quiet">${record.agency?.name ?? words.byCitizen}</span>`,
      html`<span class="mc-num">${masked(record.subject)}</span><br><span class="mc-small mc-quiet">${registerName(record.register, language)}: ${namesOf(record.fields, language)}</span>`,
      html`${record.purpose}${record.dossierCode && html`<br><span class="mc-code">${record.dossierCode}</span>`}`,
      outcomeOf(record, language),
    ]),
  })
}

/** The end of a number is enough to recognise it by. */
const masked = (subject: string): string => `••• ${subject.slice(-4)}`

const namesOf = (fields: readonly string[], language: Language): string =>
  fields.map((field) => fieldName(field, language).toLowerCase()).join(', ')

function outcomeOf({ outcomes, failure, kind, isKept }: LookUpRecord, language: Language): Piece {
  const words = messages(language)
  if (failure) return `${words.failed}. ${words[`failure_${failure}`]}`
  const counts = Map.groupBy(Object.values(outcomes ?? {}), (outcome) => outcome)
  const parts = [...counts].map(([outcome, same]) => {
    const word = kind === 'read' && outcome === 'match' ? words.told : words[outcome]
    return `${word}: ${same.length}`
  })
  return parts.length > 0
    ? html`${parts.map((part, index) => html`${index > 0 && html`<br>`}${part}`)}${isKept && html`<br><span class="mc-small mc-quiet">${words.kept}</span>`}`
    : words.waiting
}

export type OwnPage = Readonly<{
  records: readonly LookUpRecord[]
  next: string | null
  isFirst: boolean
  accountId: string
}>

/** What registers were asked about the reader. */
export function ownPage({ records, next, isFirst, accountId }: OwnPage, language: Language): Html {
  const words = messages(language)
  const line = (record: LookUpRecord): Html => {
    const { account, agency, dossierCode, purpose, fields, askedAt } = record
    const who =
      account.id === accountId ? words.ownYou : [account.name, agency?.name].filter(Boolean).join(', ')
    return html`<li><strong>${who}</strong><br>${purpose}${dossierCode && html`. ${words.ownDossier(dossierCode)}`}
<p class="mc-small mc-quiet mc-t0">${formatMoment(askedAt, language)}. ${registerName(record.register, language)}. ${words.ownFields(namesOf(fields, language))}</p></li>`
  }
  return html`<div class="mc-narrow"><h1>${words.ownTitle}</h1><p class="mc-lead mc-t0">${words.ownLead}</p>
${records.length > 0 ? html`<ul class="mc-list mc-t2">${records.map(line)}</ul>` : html`<p class="mc-t2">${words.ownNothing}</p>`}
${pagination({ nextHref: next && `/my/look-ups?before=${next}`, firstHref: isFirst ? null : '/my/look-ups', language })}</div>`
}
