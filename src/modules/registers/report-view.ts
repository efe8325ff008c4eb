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
import { fieldName, registerName, type Sources } from './naming.ts'
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
  sources: Sources
  records: readonly LookUpRecord[]
  address: ReportAddress
  next: string | null
  problems: readonly Problem[]
}>

/** Who looked up whom, the newest first; numbers are shown by their end, the report holds them whole. */
export function reportPage(page: ReportPage, language: Language): Html {
  const { sources, records, address, next, problems } = page
  const words = messages(language)
  const { before, ...first } = address
  return html`<div class="mc-work__head"><h1>${words.reportTitle}</h1><p class="mc-quiet">${words.reportHint}</p></div>
${errorSummary({ problems, language })}
${filters(page, language)}
${records.length > 0 ? list(sources, records, language) : notice({ body: html`${words.nothing} <a href="${reportUrl}">${words.showAll}</a>` })}
${pagination({ nextHref: next && hrefOf({ ...first, before: next }), firstHref: before ? hrefOf(first) : null, language })}
<div class="mc-actions mc-t2">${linkButton({ text: words.exportCsv, href: hrefOf(first, '.csv'), variant: 'secondary' })}</div>`
}

function filters({ address, sources }: ReportPage, language: Language): Html {
  const words = messages(language)
  const text = (name: 'from' | 'to' | 'account' | 'agency' | 'subject') => ({
    ...{ name, label: words[name], value: address[name] ?? '', id: `f-${name}` },
  })
  const registers = ['population', 'national_vault', ...sources.keys()].map((value) => ({
    value,
    label: registerName(sources, value, language),
  }))
  const register = {
    ...{ name: 'register', label: words.register, value: address.register ?? '' },
    options: [{ value: '', label: words.anyRegister }, ...registers],
  }
  return filterRow({
    label: words.filter,
    language,
    filters: [text('from'), text('to'), text('account'), text('agency'), register, text('subject')],
  })
}

function list(sources: Sources, records: readonly LookUpRecord[], language: Language): Html {
  const words = messages(language)
  return table({
    caption: words.reportTitle,
    stack: true,
    columns: [words.time, words.who, words.asked, words.purpose, words.outcome].map((title) => ({ title })),
    rows: records.map((record) => [
      formatMoment(record.askedAt, language),
      html`${record.account.name}<br><span class="mc-small mc-quiet">${record.agency?.name ?? words.byCitizen}</span>`,
      html`<span class="mc-num">${masked(record.subject)}</span><br><span class="mc-small mc-quiet">${registerName(sources, record.register, language)}: ${namesOf(sources, record, language)}</span>`,
      html`${record.purpose}${record.dossierCode && html`<br><span class="mc-code">${record.dossierCode}</span>`}`,
      outcomeOf(record, language),
    ]),
  })
}

/** The end of a number is enough to recognise it by. */
const masked = (subject: string): string => `••• ${subject.slice(-4)}`

const namesOf = (sources: Sources, { register, fields }: LookUpRecord, language: Language): string =>
  fields
    .map((field) => fieldName(sources, register, field, language))
    .map((name) => (register === 'national_vault' ? name : name.toLowerCase()))
    .join(', ')

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
  sources: Sources
  records: readonly LookUpRecord[]
  next: string | null
  isFirst: boolean
  accountId: string
}>

/** What registers were asked about the reader. */
export function ownPage({ sources, records, next, isFirst, accountId }: OwnPage, language: Language): Html {
  const words = messages(language)
  const line = (record: LookUpRecord): Html => {
    const { account, agency, dossierCode, purpose, askedAt } = record
    const who =
      account.id === accountId ? words.ownYou : [account.name, agency?.name].filter(Boolean).join(', ')
    return html`<li><strong>${who}</strong><br>${purpose}${dossierCode && html`. ${words.ownDossier(dossierCode)}`}
<p class="mc-small mc-quiet mc-t0">${formatMoment(askedAt, language)}. ${registerName(sources, record.register, language)}. ${words.ownFields(namesOf(sources, record, language))}</p></li>`
  }
  return html`<div class="mc-narrow"><h1>${words.ownTitle}</h1><p class="mc-lead mc-t0">${words.ownLead}</p>
${records.length > 0 ? html`<ul class="mc-list mc-t2">${records.map(line)}</ul>` : html`<p class="mc-t2">${words.ownNothing}</p>`}
${pagination({ nextHref: next && `/my/look-ups?before=${next}`, firstHref: isFirst ? null : '/my/look-ups', language })}</div>`
}
