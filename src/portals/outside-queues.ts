import { formatMoment } from '#modules/calendar'
import { readSubscribers } from '#modules/events'
import { readSilence } from '#modules/exchange'
import { explainTlsTrouble, findTlsTroubles } from '#modules/gateway'
import { readFetches } from '#modules/nationalcatalogue'
import type { Queue } from '#modules/operations'
import { readStanding } from '#modules/sync'
import type { Context } from '#platform/context'
import type { Language } from '#platform/i18n'

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

/** Its calls are recorded as the portal's; here stands whether the catalogue came down. */
export async function catalogueQueue({ db }: Context): Promise<Queue> {
  const { taken, failures } = await readFetches(db)
  return { waiting: 0, oldestAt: null, needAPerson: 0, failures, answeredAt: taken?.finishedAt ?? null }
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
