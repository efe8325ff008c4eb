import type { Temporal } from 'temporal-polyfill'

/**
 * How one sending stands. `sending`: it was given to the carrier and the answer is awaited, or was lost. `accepted`: the
 * carrier has it. `unknown`: nobody will say any more whether it arrived.
 */
export type DeliveryState = 'queued' | 'sending' | 'accepted' | 'delivered' | 'failed' | 'unknown'

/** How a message stands with its person, over all channels. `called`: they were told by telephone. */
export type MessageState = 'queued' | 'sent' | 'delivered' | 'in_app' | 'undeliverable' | 'unknown' | 'called'

/** What a carrier says of a message. `not_taken`: it never had it. */
export type Told = Readonly<{
  state: 'accepted' | 'delivered' | 'failed' | 'not_taken'
  why: string | null
}>

export type Standing = Readonly<{
  state: DeliveryState
  reference: string | null
  attempt: number
  askedTimes: number
  actAt: Temporal.Instant | null
}>

/** What a carrier can do, as `MessageCarrier` has it. */
export type Way = Readonly<{ sendsReports: boolean; asksBy: 'key' | 'reference' | null }>

/** How often a carrier is asked about one message before we say that nobody knows. */
export const mostAsks = 8

/** `settle`: the carrier has it and will say no more. `give_up`: nobody will say whether it arrived. */
export type Step = 'send' | 'ask' | 'settle' | 'give_up'

/**
 * What is to be done now with a sending; null: nothing, or not yet. What may have been taken is never sent again before
 * the carrier has said that it was not; where it cannot be asked, the truth is `unknown`.
 */
export function decideStep(standing: Standing, way: Way, now: Temporal.Instant): Step | null {
  const { state, actAt } = standing
  if (!actAt || actAt.epochMilliseconds > now.epochMilliseconds) return null
  if (state === 'queued') return 'send'
  if (state !== 'sending' && state !== 'accepted') return null
  if (state === 'accepted' && !way.sendsReports && way.asksBy === null) return 'settle'
  return mayAsk(standing, way) ? 'ask' : 'give_up'
}

const mayAsk = ({ reference, askedTimes }: Standing, { asksBy }: Way): boolean =>
  askedTimes < mostAsks && (asksBy === 'key' || (asksBy === 'reference' && reference !== null))

/**
 * The state after something was told, in whatever order and however often; null: it says nothing new. What was delivered
 * stays so. A failure ends what waits. What is unknown is mended by a late word only where that word is final.
 */
export function foldTold(state: DeliveryState, told: Told['state']): DeliveryState | null {
  if (state === told || state === 'delivered') return null
  switch (told) {
    case 'delivered':
      return 'delivered'
    case 'failed':
      return 'failed'
    case 'accepted':
      return state === 'sending' || state === 'queued' ? 'accepted' : null
    case 'not_taken':
      if (state === 'sending') return 'queued'
      return state === 'accepted' ? 'unknown' : null
  }
}

const minutes = (count: number) => ({ seconds: Math.round(count * 60) })

/** When a sending is tried again after `attempt` tries that surely did not arrive: 1, 2, 4 … minutes, at most 4 hours. */
export const nextTryAt = (attempt: number, now: Temporal.Instant): Temporal.Instant =>
  now.add(minutes(Math.min(2 ** Math.max(0, attempt - 1), 240)))

/** How long a message with another channel to go to waits for a carrier that is away: as long as its tries would take. */
export const patienceOf = (tries: number): Readonly<{ seconds: number }> =>
  minutes(Array.from({ length: tries - 1 }, (_, tried) => Math.min(2 ** tried, 240)).reduce((a, b) => a + b, 0))

/** Whether a sending that nobody tries, because its carrier is away, has waited so long that the next channel is taken. */
export const isPassedOn = (
  { state, actAt }: Pick<Standing, 'state' | 'actAt'>,
  { tries, hasNext, now }: Readonly<{ tries: number; hasNext: boolean; now: Temporal.Instant }>,
): boolean =>
  hasNext &&
  state === 'queued' &&
  actAt !== null &&
  actAt.add(patienceOf(tries)).epochMilliseconds <= now.epochMilliseconds

/** When a carrier is asked about a message the next time: after 1, 2, 4 … minutes, at most 6 hours. */
export const nextAskAt = (askedTimes: number, now: Temporal.Instant): Temporal.Instant =>
  now.add(minutes(Math.min(2 ** askedTimes, 360)))

/** Until when a report is awaited from a carrier that cannot be asked. */
export const reportDueAt = (now: Temporal.Instant): Temporal.Instant => now.add({ hours: 24 })

/** Whether this try was the last one; with another channel to go to, patience is shorter. */
export const wasLastTry = (attempt: number, tries: number, hasNext: boolean): boolean =>
  attempt >= (hasNext ? tries : tries * 3)

/** How a message stands, from its sendings of this round; `hasNext`: another channel can still be tried. */
export function messageStateOf(states: readonly DeliveryState[], hasNext: boolean): MessageState {
  if (states.includes('delivered')) return 'delivered'
  if (states.includes('accepted')) return 'sent'
  if (hasNext || states.includes('queued') || states.includes('sending')) return 'queued'
  return states.includes('unknown') ? 'unknown' : 'undeliverable'
}

/** Whether a carrier that gave no answer so often in a row is away: then one message knocks now and then, and others wait. */
export const isAway = (failures: number): boolean => failures >= 3
