import { Temporal } from 'temporal-polyfill'
import { formatMoment, formatShortDay, timeZone } from '#modules/calendar'
import { readSubscribers } from '#modules/events'
import { readSilence } from '#modules/exchange'
import { explainTlsTrouble, findTlsTroubles } from '#modules/gateway'
import { findStanding, readWaiting } from '#modules/messagelog'
import { readFetches } from '#modules/nationalcatalogue'
import { tallyPushes } from '#modules/nationalvault'
import { tallyMessages } from '#modules/notifications'
import type { Queue } from '#modules/operations'
import { readMoneyStanding } from '#modules/payments'
import { readUnsealed, readUntold } from '#modules/receipts'
import { tallyShipments } from '#modules/shipments'
import { readDestination, readStanding } from '#modules/sync'
import type { Context } from '#platform/context'
import { formatNumber, type Language } from '#platform/i18n'
import { outsideMessages } from './outside-messages.ts'

/** How far back the providers of the platform are looked at. */
const silenceMinutes = 10

/** What waits in the outbox of a destination; `sync` keeps its failures and its hold itself. */
export async function destinationQueue(context: Context, code: string): Promise<Queue> {
  const { row, tally } = await readStanding(context, code)
  return {
    waiting: tally.waiting,
    oldestAt: tally.oldestQueuedAt,
    needAPerson: tally.needAPerson,
    held: row.held,
    failures: row.failures,
    answeredAt: row.deliveredAt,
  }
}

/** Its calls are recorded as the portal's, by whose hold it is held; here stands whether the catalogue came down. */
export async function catalogueQueue({ db }: Context, portal: string): Promise<Queue> {
  const [{ taken, failures }, { held }] = await Promise.all([readFetches(db), readDestination(db, portal)])
  return { waiting: 0, oldestAt: null, needAPerson: 0, held, failures, answeredAt: taken?.finishedAt ?? null }
}

type Need = Readonly<{
  count: number
  say: (words: ReturnType<typeof outsideMessages>, language: Language) => string
}>

/** What needs a person, in both languages; of what there is nothing nothing is said. */
const sayNeeds = (all: readonly Need[]): NonNullable<Queue['needs']> =>
  all
    .filter(({ count }) => count > 0)
    .map(({ say }) => ({ vi: say(outsideMessages('vi'), 'vi'), en: say(outsideMessages('en'), 'en') }))

const sumOf = (all: readonly Need[]): number => all.reduce((sum, { count }) => sum + count, 0)

/** Results that the national vault was not told of yet, and those it refused. */
export async function vaultQueue({ db }: Context): Promise<Queue> {
  const { waiting, refused, oldestQueuedAt } = await tallyPushes(db)
  const needs: readonly Need[] = [
    { count: refused, say: (words, language) => words.refusedPushes(formatNumber(refused, language)) },
  ]
  return { waiting, oldestAt: oldestQueuedAt, needAPerson: refused, needs: sayNeeds(needs) }
}

/** Orders that wait; that nobody asks for one whose turn it is is lag, that a citizen does not pay is none. */
export async function moneyQueue(context: Context): Promise<Queue> {
  const { waiting, held, askOverdueAt, differing, uncompared, givenBackTwice } =
    await readMoneyStanding(context)
  const needs: readonly Need[] = [
    { count: differing.length, say: (words) => words.differingDays(differing.map(formatShortDay).join(', ')) },
    {
      count: uncompared.length,
      say: (words, language) => words.uncomparedDays(formatNumber(uncompared.length, language)),
    },
    { count: held, say: (words, language) => words.heldMoney(formatNumber(held, language)) },
    {
      count: givenBackTwice,
      say: (words, language) => words.givenBackTwice(formatNumber(givenBackTwice, language)),
    },
  ]
  return { waiting, oldestAt: askOverdueAt, needAPerson: sumOf(needs), needs: sayNeeds(needs) }
}

/** Summaries of past days that the tax authority has not accepted: each was to be told on its day (NĐ 254/2026 Đ29 k3.b). */
export async function taxQueue(context: Context): Promise<Queue> {
  const { open, refused, oldestOn, untoldDays } = await readUntold(context)
  const needs: readonly Need[] = [
    { count: refused, say: (words, language) => words.refusedSummaries(formatNumber(refused, language)) },
  ]
  return {
    waiting: open + untoldDays,
    oldestAt: oldestOn === null ? null : endOf(Temporal.PlainDate.from(oldestOn)),
    ...{ needAPerson: refused, needs: sayNeeds(needs) },
  }
}

/** Receipts that lack the seal of their agency though it was asked for again: somebody sees to the seal (NĐ 254/2026 Đ23 k2.g). */
export async function receiptQueue(context: Context): Promise<Queue> {
  const { count } = await readUnsealed(context, null)
  const needs: readonly Need[] = [
    { count, say: (words, language) => words.unsealedReceipts(formatNumber(count, language)) },
  ]
  return { waiting: 0, oldestAt: null, needAPerson: count, needs: sayNeeds(needs) }
}

const endOf = (day: Temporal.PlainDate): Temporal.Instant =>
  day.add({ days: 1 }).toZonedDateTime(timeZone).toInstant()

/** Orders that the post has not confirmed. */
export async function postQueue({ db }: Context): Promise<Queue> {
  const { waiting, oldestAt } = await tallyShipments(db)
  return { waiting, oldestAt, needAPerson: 0 }
}

/** Messages past their turn. One that does not reach its person is no fault of a system: it is said, and rings for nobody. */
export async function messageQueue({ db }: Context): Promise<Queue> {
  const { waiting, undelivered, oldestWaitingAt } = await tallyMessages(db)
  const needs: readonly Need[] = [
    { count: undelivered, say: (words, language) => words.undelivered(formatNumber(undelivered, language)) },
  ]
  return { waiting, oldestAt: oldestWaitingAt, needAPerson: 0, needs: sayNeeds(needs) }
}

/** Nothing is queued for the providers of the platform: the last minutes tell how they answer. */
export async function exchangeQueue({ db, clock }: Context): Promise<Queue> {
  const silence = await readSilence(db, clock.now().subtract({ minutes: silenceMinutes }))
  return { waiting: 0, oldestAt: null, needAPerson: 0, ...silence }
}

/** Whether the platform is called over TLS too. */
export const hasCertificates = ({ config }: Context): boolean => config.EXCHANGE_TLS_KEY_FILE !== undefined

/** Nothing waits for them; what is wrong with them, or will be soon, needs a person. */
export const certificatesOf = (context: Context) => async (): Promise<Queue> => {
  const needs = findTlsTroubles(context).map((trouble) => {
    const sayIn = (language: Language) =>
      explainTlsTrouble(trouble, language, (at) => formatMoment(at, language))
    return { vi: sayIn('vi'), en: sayIn('en') }
  })
  return { waiting: 0, oldestAt: null, needAPerson: needs.length, needs }
}

/** Batches without a time stamp, late only where there is an authority that does not answer; faults of the log need a person. */
export async function logQueue({ db }: Context): Promise<Queue> {
  const [standing, { batches, since, problem }] = await Promise.all([findStanding(db), readWaiting(db)])
  const faults = standing?.faults ?? 0
  const needs: readonly Need[] = [
    { count: faults, say: (words, language) => words.logFaults(formatNumber(faults, language)) },
  ]
  return {
    waiting: batches,
    oldestAt: problem === 'unreachable' ? since : null,
    ...{ needAPerson: faults, needs: sayNeeds(needs) },
  }
}

/** What subscribers were not told yet, and what they could not take. */
export async function eventQueue({ db }: Context): Promise<Queue> {
  const subscribers = await readSubscribers(db)
  const since = subscribers.flatMap(({ waitingSince }) => waitingSince ?? [])
  return {
    waiting: subscribers.reduce((sum, one) => sum + one.lastPosition - one.position + one.waiting, 0),
    oldestAt: since.toSorted((a, b) => a.epochMilliseconds - b.epochMilliseconds)[0] ?? null,
    needAPerson: subscribers.reduce((sum, { dead }) => sum + dead, 0),
  }
}
