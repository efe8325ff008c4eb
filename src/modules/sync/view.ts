import type { FastifyRequest } from 'fastify'
import { actions, button } from '#components/button'
import { code as codeText } from '#components/code'
import { errorSummary, type Problem } from '#components/error-summary'
import { type Fact, facts } from '#components/facts'
import { textField } from '#components/field'
import { fold } from '#components/fold'
import { notice } from '#components/notice'
import { say, type Tone } from '#components/say'
import { zone } from '#components/sheet'
import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import type { DestinationStanding } from './check-lag.ts'
import { destinationName, healthNames, syncMessages } from './messages.ts'
import type { Delivery } from './repository.ts'
import type { Failure } from './repository-destination.ts'
import type { Health } from './rules/lag.ts'

export const syncUrl = '/admin/sync'
export const destinationUrl = (code: string, rest = ''): string =>
  `${syncUrl}/${encodeURIComponent(code)}${rest}`

/** Where a message that waits for a person is given up. */
export const setAsideUrl = ({ destination, dossierId, number, repeat }: Delivery): string =>
  destinationUrl(destination, `/set-aside/${dossierId}/${number}/${repeat}`)

const tones: Readonly<Record<Health, Tone>> = {
  fine: 'ok',
  held: 'mute',
  away: 'warn',
  behind: 'bad',
  stuck: 'warn',
}

const healthOf = (health: Health, language: Language): Html => say(tones[health], healthNames[health][language])

/** How sending goes; where nothing waits it says no more than that: whether the system answers is known by who calls it. */
const sendingOf = ({ health, tally }: DestinationStanding, language: Language): Html =>
  health === 'fine' && tally.waiting === 0
    ? say('ok', syncMessages(language).allSent)
    : healthOf(health, language)

/** How a destination stands, with what another module says of it. */
export type SyncOverview = Readonly<{
  standing: DestinationStanding
  fact: Fact
}>

/** What another module adds about a destination: a figure, and a section of its page. */
export type BesideDestination = Readonly<{
  fact: (code: string, language: Language) => Promise<Fact>
  section: (code: string, request: FastifyRequest) => Promise<Html>
}>

function figures({ standing, fact }: SyncOverview, language: Language): Html {
  const words = syncMessages(language)
  const { row, tally } = standing
  const moment = (at: Parameters<typeof formatMoment>[0]) => formatMoment(at, language)
  const items: Fact[] = [
    {
      icon: 'clock',
      term: words.waiting,
      answer: words.messages(String(tally.waiting)),
      note: tally.oldestQueuedAt ? words.oldest(moment(tally.oldestQueuedAt)) : words.nothingWaits,
    },
    {
      icon: 'move',
      term: words.arrived,
      answer: words.messages(String(tally.deliveredToday)),
      note: row.deliveredAt ? words.lastArrived(moment(row.deliveredAt)) : words.neverArrived,
    },
    {
      icon: 'user',
      term: words.needAPerson,
      answer: words.messages(String(tally.needAPerson)),
    },
    fact,
  ]
  return facts(items, { two: true })
}

export type DestinationPage = SyncOverview &
  Readonly<{
    dead: readonly Delivery[]
    failures: readonly Failure[]
    /** The codes of the dossiers in `failures`. */
    codes: ReadonlyMap<string, string>
    section: Html
    done: string | null
    problems: readonly Problem[]
    mayManage: boolean
  }>

/** One destination: how it stands, what an administrator may do, and what went wrong. */
export function destinationPage(page: DestinationPage, language: Language): Html {
  const words = syncMessages(language)
  const { standing, dead, section, failures, mayManage } = page
  const { code } = standing.row
  return html`<div class="mc-work__head"><p class="mc-small"><a href="${syncUrl}">${words.title}</a></p><h1>${destinationName(code, language)}</h1><p>${sendingOf(standing, language)}</p></div>
${errorSummary({ problems: page.problems, language })}
${page.done && notice({ tone: 'done', live: true, body: html`<p>${page.done}</p>` })}
<div class="mc-stack mc-t2">${remarks(page, language)}
${figures(page, language)}
${mayManage && controls(page, language)}
${dead.length > 0 && zone({ id: 'dead', title: words.dead, body: deadTable(page, language) })}
${section}
${failures.length > 0 && zone({ id: 'failures', title: words.failures, body: failureTable(page, language) })}</div>`
}

function remarks({ standing }: DestinationPage, language: Language): Html {
  const words = syncMessages(language)
  const { held, failures, quietUntil } = standing.row
  const moment = (at: Parameters<typeof formatMoment>[0]) => formatMoment(at, language)
  const warn = (text: string) => notice({ tone: 'warn', body: html`<p>${text}</p>` })
  return html`${held && warn(words.heldBy(held.by, moment(held.at), held.reason))}
${failures > 0 && quietUntil && warn(words.quietUntil(String(failures), moment(quietUntil)))}`
}

function controls({ standing, problems }: DestinationPage, language: Language): Html {
  const words = syncMessages(language)
  const { code, held } = standing.row
  if (held)
    return html`<form method="post" action="${destinationUrl(code, '/release')}">${actions(button({ text: words.release }))}</form>`
  const problem = problems.find(({ field }) => field === 'reason')?.sentence
  const reason = textField({
    ...{ name: 'reason', label: words.reason, description: words.reasonHint, language, problem },
    ...{ maxLength: 300, autocomplete: 'off' },
  })
  const form = html`<form class="mc-narrow mc-form" method="post" action="${destinationUrl(code, '/hold')}" novalidate>${reason}${actions(button({ text: words.hold, variant: 'secondary' }))}</form>`
  const hurry = html`<form method="post" action="${destinationUrl(code, '/hurry')}">${actions(button({ text: words.hurry, variant: 'secondary' }))}</form>`
  return html`${hurry}${fold({ summary: words.hold, body: form, open: problem !== undefined, look: 'plain' })}`
}

function deadTable({ dead, mayManage }: DestinationPage, language: Language): Html {
  const words = syncMessages(language)
  const columns = [words.dossier, words.event, words.state, words.attempts, words.answer, words.action]
  const rows = dead.map((delivery) => [
    codeText(delivery.dossierCode),
    String(delivery.number),
    delivery.state === 'refused' ? words.refused : words.gaveUp,
    String(delivery.attempts),
    delivery.lastError ?? '',
    mayManage
      ? html`${replayForm(delivery, language)}<p class="mc-small">${setAsideLink(delivery, language)}</p>`
      : '',
  ])
  const all = mayManage && dead.length > 1 && replayAllForm(dead[0], language)
  return html`<p class="mc-quiet">${words.deadHint}</p>${all}${table({ caption: words.dead, columns: columns.map((title) => ({ title })), rows, stack: true })}`
}

function replayForm(
  { destination, dossierId, number, repeat, dossierCode }: Delivery,
  language: Language,
): Html {
  const words = syncMessages(language)
  const look = { text: words.replay, variant: 'secondary', about: words.replayAbout(dossierCode) } as const
  return html`<form method="post" action="${destinationUrl(destination, '/replay')}"><input type="hidden" name="dossier" value="${dossierId}"><input type="hidden" name="number" value="${number}"><input type="hidden" name="repeat" value="${repeat}">${button(look)}</form>`
}

const replayAllForm = (delivery: Delivery | undefined, language: Language): Html | false =>
  delivery !== undefined &&
  html`<form class="mc-t1" method="post" action="${destinationUrl(delivery.destination, '/replay-all')}">${actions(button({ text: syncMessages(language).replayAll }))}</form>`

const setAsideLink = (delivery: Delivery, language: Language): Html =>
  html`<a href="${setAsideUrl(delivery)}">${syncMessages(language).setAside}<span class="ds-sr-only"> ${delivery.dossierCode}</span></a>`

/** What became of one sending: in words first, then what was answered, or how the line broke. */
function outcomeOf({ outcome, answer }: DestinationPage['failures'][number], language: Language): Html {
  const words = syncMessages(language)
  if (outcome === 'refused')
    return html`${say('bad', words.refused)}<br><span class="mc-small">${answer}</span>`
  return html`${say('warn', words.failed)}<br><span class="mc-small mc-quiet" lang="en">${answer}</span>`
}

function failureTable({ failures, codes }: DestinationPage, language: Language): Html {
  const words = syncMessages(language)
  const columns = [words.dossier, words.at, words.attempt, words.answer]
  const rows = failures.map((failure) => [
    codeText(codes.get(failure.dossierId) ?? ''),
    formatMoment(failure.at, language),
    String(failure.attempt),
    outcomeOf(failure, language),
  ])
  return table({ caption: words.failures, columns: columns.map((title) => ({ title })), rows, stack: true })
}
