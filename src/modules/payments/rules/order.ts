import type { Temporal } from 'temporal-polyfill'
import type { ChargeState } from './charge.ts'

/**
 * How an order at the platform stands with us. `held`: money came that its charge could not take; a cashier gives it back
 * before anything else is paid. `closed`: the platform collects no more for it.
 */
export type OrderState = 'waiting' | 'paid' | 'held' | 'closed'

/**
 * What became of a sum that came: counted for its charge, or kept apart until it is given back, and why. `given_back`: the
 * platform had done so before it was counted.
 */
export type ArrivalOutcome =
  | 'counted'
  | 'paid_already'
  | 'charge_cancelled'
  | 'wrong_amount'
  | 'given_back'
  | 'unknown_reference'

/** What becomes of a sum that came for an order, as the charge of that order stands. Null: we know of no such order. */
export function judgeArrival(
  known: Readonly<{ orderedVnd: number; charge: ChargeState }> | null,
  amountVnd: number,
  isGivenBack = false,
): ArrivalOutcome {
  if (!known) return 'unknown_reference'
  if (isGivenBack) return 'given_back'
  if (known.charge === 'paid') return 'paid_already'
  if (known.charge === 'cancelled') return 'charge_cancelled'
  return amountVnd === known.orderedVnd ? 'counted' : 'wrong_amount'
}

/** How an order stands after a sum came for it. What is paid stays paid, and what was closed holds up no new order. */
export function stateAfterArrival(state: OrderState, outcome: ArrivalOutcome): OrderState {
  if (outcome === 'counted') return 'paid'
  if (outcome === 'given_back') return state
  return state === 'waiting' ? 'held' : state
}

const waitMinutes = [1, 2, 5, 10, 20, 30] as const

/** When an order that waits is asked for again: soon after it was opened, then every hour. */
export const nextAskAt = (asked: number, now: Temporal.Instant): Temporal.Instant =>
  now.add({ minutes: waitMinutes[asked] ?? 60 })

/** How long an order the platform says it never got may still be on its way there. */
const onItsWay = { minutes: 30 } as const

/** Whether an order is over when the platform, asked about it, names no payment that it keeps. */
export function isOver(
  told: 'unknown' | 'waiting' | 'paid' | 'refunded' | 'closed',
  openedAt: Temporal.Instant,
  now: Temporal.Instant,
): boolean {
  if (told === 'unknown') return now.epochMilliseconds > openedAt.add(onItsWay).epochMilliseconds
  return told === 'closed' || told === 'refunded'
}

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The name of an order for the platform and in a QR: `MC`, the day, ten letters; no secret. `random`: ten bytes. */
export const makeReference = (day: Temporal.PlainDate, random: Uint8Array): string =>
  `MC${day.toString().slice(2).replaceAll('-', '')}${Array.from(random.subarray(0, 10), (byte) => letters[byte & 31]).join('')}`

/**
 * Tài khoản thu: the account that fees are paid to, as a VietQR string names it. `unitCode`: by what the platform knows the
 * agency; absent: by our code. `treasury`, `treasuryAccount`: the State Treasury and the budget account there.
 */
export type FeeAccount = Readonly<{
  bankBin: string
  number: string
  name: string
  unitCode?: string
  treasury?: string
  treasuryAccount?: string
}>

/** The accounts of a province: one that is used where an agency has none, and those of agencies, each from a day on. */
export type FeeAccounts = Readonly<{
  usual: FeeAccount | null
  /** `from` YYYY-MM-DD; absent: as long as anybody can remember. */
  ofAgencies: readonly (FeeAccount & Readonly<{ agency: string; from?: string }>)[]
}>

/** Where the fees of an agency went on a day of Việt Nam. */
export function accountOf(
  { usual, ofAgencies }: FeeAccounts,
  agencyCode: string,
  day: Temporal.PlainDate,
): FeeAccount | null {
  const on = day.toString()
  const begun = ofAgencies.filter(({ agency, from = '' }) => agency === agencyCode && from <= on)
  return begun.toSorted((one, other) => ((one.from ?? '') < (other.from ?? '') ? 1 : -1))[0] ?? usual
}
