import { button } from '#components/button'
import { code as codeText } from '#components/code'
import { errorSummary, type Problem } from '#components/error-summary'
import { textAreaField } from '#components/field'
import { filterRow } from '#components/filter-row'
import { fold } from '#components/fold'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { say, type Tone } from '#components/say'
import { zone } from '#components/sheet'
import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { filingMessages, reasonSentence, stateName } from './messages.ts'
import type { CodeNames } from './name-codes.ts'
import type { Filing, FilingState } from './repository.ts'

export const filingsUrl = '/officer/filings'

export const filingUrl = ({ source, code }: Pick<Filing, 'source' | 'code'>, deed = ''): string =>
  `${filingsUrl}/${encodeURIComponent(source)}/${encodeURIComponent(code)}${deed}`

export const states: readonly FilingState[] = ['held', 'waiting', 'taken', 'refused']
const tones: Readonly<Record<FilingState, Tone>> = {
  held: 'bad',
  waiting: 'warn',
  taken: 'ok',
  refused: 'mute',
}

const stateOf = ({ state }: Filing, language: Language): Html => say(tones[state], stateName(state, language))

function whyOf({ state, reason, detail }: Filing, language: Language): string {
  if (state === 'held') return reasonSentence(reason ?? '', detail, language)
  if (state === 'waiting') return typeof detail.fault === 'string' ? detail.fault : ''
  return state === 'refused' ? (reason ?? '') : ''
}

/** A name with its code small below, as it came and, where it is another one, as it is here. */
function named(names: ReadonlyMap<string, string>, theirs: string | null, ours: string | null): Html | string {
  if (!theirs) return '–'
  const name = names.get(ours ?? theirs)
  const codes = html`${codeText(theirs)}${ours !== theirs && html` → ${codeText(ours ?? '')}`}`
  return name ? html`${name}<br><span class="mc-small mc-quiet">${codes}</span>` : codes
}

const procedureOf = (filing: Filing, names: CodeNames) =>
  named(names.procedure, filing.procedureCode, filing.ourProcedureCode)
const agencyOf = (filing: Filing, names: CodeNames) =>
  named(names.agency, filing.agencyCode, filing.ourAgencyCode)

export type FilingList = Readonly<{
  filings: readonly Filing[]
  names: CodeNames
  state: FilingState | null
  next: string | null
  isFirst: boolean
}>

/** What came, the newest first. */
export function filingList({ filings, names, state, next, isFirst }: FilingList, language: Language): Html {
  const words = filingMessages(language)
  const options = [
    ...states.map((value) => ({ value, label: stateName(value, language) })),
    { value: 'all', label: words.anyState },
  ]
  const columns = [
    words.code,
    words.who,
    words.procedure,
    words.agency,
    words.came,
    words.state,
    words.why,
  ].map((title) => ({ title }))
  const rows = filings.map((filing) => [
    html`<a href="${filingUrl(filing)}">${codeText(filing.code)}</a>`,
    filing.applicantName ?? words.unknownWho,
    procedureOf(filing, names),
    agencyOf(filing, names),
    formatMoment(filing.receivedAt, language),
    stateOf(filing, language),
    whyOf(filing, language),
  ])
  const here = `?state=${state ?? 'all'}`
  return html`<div class="mc-work__head"><h1>${words.title}</h1><p class="mc-quiet">${words.hint}</p></div>
${filterRow({ label: words.filter, language, filters: [{ name: 'state', label: words.stateFilter, value: state ?? 'all', options }] })}
${filings.length > 0 ? table({ caption: words.title, columns, rows, stack: true }) : notice({ body: html`<p>${words.nothing}</p>` })}
${pagination({ nextHref: next && `${filingsUrl}${here}&before=${next}`, firstHref: isFirst ? null : `${filingsUrl}${here}`, language })}`
}

export type FilingPage = Readonly<{
  filing: Filing
  names: CodeNames
  /** The code of the dossier that was made of it. */
  dossier: string | null
  mayDecide: boolean
  done: string | null
  problems: readonly Problem[]
  typed: string
}>

/** One that came: why it is no dossier, what was kept, and what an officer may do. */
export function filingPage(page: FilingPage, language: Language): Html {
  const words = filingMessages(language)
  const { filing, problems, done } = page
  const isOpen = filing.state === 'held' || filing.state === 'waiting'
  const why = whyOf(filing, language)
  return html`<p class="mc-small"><a href="${filingsUrl}">${words.title}</a></p>
<div class="mc-work__head"><h1>${codeText(filing.code)}</h1><p>${stateOf(filing, language)}</p></div>
${errorSummary({ problems, language })}
${done && notice({ tone: 'done', live: true, body: html`<p>${done}</p>` })}
<div class="mc-stack mc-t2">${why && notice({ tone: isOpen ? 'warn' : 'info', body: html`<p>${why}</p>` })}
${mistakes(filing, language)}
${isOpen && page.mayDecide && controls(page, language)}
${about(page, language)}
${zone({ id: 'kept', title: words.kept, body: kept(filing, language) })}</div>`
}

/** The fields of the form that were found wrong. */
function mistakes({ detail }: Filing, language: Language): Html | null {
  const words = filingMessages(language)
  const { fields } = detail
  if (!Array.isArray(fields) || fields.length === 0) return null
  const rows = fields.map((one: Record<string, unknown>) => [
    String(one.field ?? ''),
    String(one.expected ?? ''),
  ])
  const columns = [{ title: words.field }, { title: words.expected }]
  return zone({
    id: 'mistakes',
    title: words.problems,
    body: table({ caption: words.problems, columns, rows, stack: true }),
  })
}

function about({ filing, names, dossier }: FilingPage, language: Language): Html {
  const words = filingMessages(language)
  const row = (term: string, answer: Html | string) => html`<div><dt>${term}</dt><dd>${answer}</dd></div>`
  const moment = (at: Filing['triedAt']) => (at ? formatMoment(at, language) : '')
  return html`<dl class="mc-answers mc-answers--plain">${row(words.who, filing.applicantName ?? words.unknownWho)}
${row(words.procedure, procedureOf(filing, names))}${row(words.agency, agencyOf(filing, names))}
${row(words.came, moment(filing.receivedAt))}
${row(words.tries, html`${words.triesText(String(filing.tries))}${filing.triedAt && `, ${words.lastTry(moment(filing.triedAt))}`}`)}
${row(words.told, told(filing, language))}
${filing.decidedAt && row(words.state, words.decidedBy(filing.decidedBy ?? '', moment(filing.decidedAt)))}
${dossier && row(words.openDossier, html`<a href="/officer/dossiers/${dossier}">${codeText(dossier)}</a>`)}</dl>`
}

function told({ answer, answeredAt, answerError }: Filing, language: Language): string {
  const words = filingMessages(language)
  if (!answer) return words.toldNothing
  const fault = answerError ? ` ${words.toldError(answerError)}` : ''
  return answeredAt
    ? `${words.toldAt(formatMoment(answeredAt, language))}: ${answer}${fault}`
    : `${words.toldNot}.${fault}`
}

function controls({ filing, problems, typed }: FilingPage, language: Language): Html {
  const words = filingMessages(language)
  const problem = problems.find(({ field }) => field === 'reason')?.sentence
  const reason = textAreaField({
    ...{ name: 'reason', label: words.reason, description: words.reasonHint, language, problem },
    ...{ value: typed, maxLength: 500 },
  })
  return html`<form method="post" action="${filingUrl(filing, '/retry')}"><p class="mc-quiet">${words.retryHint}</p>${button({ text: words.retry })}</form>
${fold({
  ...{ summary: words.refuse, open: problem !== undefined, look: 'plain' },
  body: html`<form class="mc-narrow mc-form" method="post" action="${filingUrl(filing, '/refuse')}" novalidate>${reason}${button({ text: words.refuse, variant: 'secondary' })}</form>`,
})}`
}

/** As it came, to be read; nothing of it is shown as anything but text. */
function kept({ content }: Filing, language: Language): Html {
  const words = filingMessages(language)
  const text = JSON.stringify(content, null, 2)
  return html`<p class="mc-quiet">${words.keptHint}</p>${fold({ summary: words.raw, look: 'plain', body: html`<div class="mc-scroll" tabindex="0" role="group" aria-label="${words.kept}"><pre class="mc-small">${text}</pre></div>` })}`
}
