import type { Temporal } from 'temporal-polyfill'

/** `collect`: papers are fetched from a person; `deliver`: a result is brought to one. */
export type ShipmentKind = 'collect' | 'deliver'

/** How a post order stands. `ordering`: it was given to the post and the answer is awaited, or was lost. */
export type ShipmentState =
  | 'address_needed'
  | 'queued'
  | 'ordering'
  | 'ordered'
  | 'collected'
  | 'in_transit'
  | 'delivered'
  | 'returned'
  | 'lost'
  | 'refused'
  | 'cancelled'

/** What the post can say. `not_taken`: it never had the order. */
export type ToldState =
  | 'not_taken'
  | 'refused'
  | 'ordered'
  | 'collected'
  | 'in_transit'
  | 'delivered'
  | 'returned'
  | 'lost'

const way: readonly ShipmentState[] = ['queued', 'ordering', 'ordered', 'collected', 'in_transit']

/** A parcel on its way: the post will say more. */
export const isOnItsWay = (state: ShipmentState): boolean => way.indexOf(state) >= way.indexOf('ordered')

/** States in which nothing more will happen. */
export const ended: readonly ShipmentState[] = ['delivered', 'returned', 'lost', 'refused', 'cancelled']

export const hasEnded = (state: ShipmentState): boolean => ended.includes(state)

/**
 * The state after the post said something, in whatever order and however often; null: it says nothing new. A parcel never
 * goes back on its way; what was lost may be found; what was delivered or returned stays so.
 */
export function foldParcel(state: ShipmentState, told: ToldState): ShipmentState | null {
  if (told === 'not_taken' || told === 'refused') return state === 'ordering' ? answered[told] : null
  return state === told || final.includes(state) ? null : moveOn(state, told)
}

function moveOn(state: ShipmentState, told: Exclude<ToldState, 'not_taken' | 'refused'>): ShipmentState | null {
  if (told === 'delivered' || told === 'returned') return told
  if (told === 'lost') return state === 'refused' ? null : told
  return way.includes(state) && way.indexOf(told) > way.indexOf(state) ? told : null
}

const answered = { not_taken: 'queued', refused: 'refused' } as const
const final: readonly ShipmentState[] = ['delivered', 'returned', 'cancelled']

export type Turn = 'order' | 'ask'

/** What is to be done now; null: nothing, or not yet. What may have been taken is asked for before it is ordered again. */
export function decideTurn(
  { state, actAt }: Readonly<{ state: ShipmentState; actAt: Temporal.Instant | null }>,
  now: Temporal.Instant,
): Turn | null {
  if (!actAt || actAt.epochMilliseconds > now.epochMilliseconds) return null
  if (state === 'queued') return 'order'
  return state === 'ordering' || isOnItsWay(state) ? 'ask' : null
}

/** When it is looked at again: an order after 1, 2, 4 … minutes, at most 4 hours; a parcel on its way every two hours. */
export function nextTurnAt(
  state: ShipmentState,
  attempt: number,
  now: Temporal.Instant,
): Temporal.Instant | null {
  if (hasEnded(state) || state === 'address_needed') return null
  if (isOnItsWay(state)) return now.add({ hours: 2 })
  return now.add({ minutes: Math.min(2 ** Math.max(0, attempt - 1), 240) })
}

/** An address that a postman can find: some words and a number of letters; null: it is none. */
export function readAddress(text: string): string | null {
  const clean = text.replace(/\s+/g, ' ').trim()
  return clean.length >= 10 && clean.length <= 300 && clean.includes(' ') ? clean : null
}
