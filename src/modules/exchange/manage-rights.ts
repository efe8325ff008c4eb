import { Temporal } from 'temporal-polyfill'
import { localDay } from '#modules/calendar'
import { makeId } from '#platform/ids'
import { type Doing, recordChange } from './record-change.ts'
import { findOfferingById, listRightDays } from './repository.ts'
import { lockSystems } from './repository-ending.ts'
import { addRight, endRight, lockRight } from './repository-registry.ts'
import { decideGrant, decideRightEnd, type EndRefusal, type GrantRefusal } from './rules/access.ts'

export type RightWish = Readonly<{
  subsystemId: string
  offeringId: string
  basis: string
  /** What the audit entry calls the offering. */
  code: string
  /** Left out: from today on. */
  fromOn?: string | null
  /** Left out, or null: until further notice. */
  untilOn?: string | null
}>

export type GrantAnswer = Readonly<{ ok: true } | { ok: false; code: GrantRefusal | 'system_ended' }>

/**
 * Lets a subsystem call an offering from a day to a day. Refused when it has a right of one of these days already, or when
 * one of both systems has ended.
 */
export const grantRight = (doing: Doing, wish: RightWish): Promise<GrantAnswer> =>
  recordChange<GrantAnswer>(doing, async (tx, at) => {
    const { subsystemId, offeringId, basis, code } = wish
    const refuse = (why: GrantRefusal | 'system_ended') =>
      ({ result: { ok: false, code: why }, entries: [] }) as const
    const offering = await findOfferingById(tx, offeringId)
    const concerned = new Set([subsystemId, offering?.subsystemId ?? subsystemId])
    const held = await lockSystems(tx, [...concerned])
    if (!offering || held.length < concerned.size || held.some(({ hasEnded }) => hasEnded))
      return refuse('system_ended')
    const today = localDay(at).toString()
    const days = { fromOn: wish.fromOn ?? today, untilOn: wish.untilOn ?? null }
    const refusal = decideGrant(days, await listRightDays(tx, subsystemId, offeringId), today)
    if (refusal) return refuse(refusal)
    const id = makeId()
    const given = { subsystemId, offeringId, basis, ...days }
    await addRight(tx, { ...given, id, grantedName: doing.actor.fullName })
    const entry = { action: 'exchange.grant_right', kind: 'access_right', id, code, detail: given }
    return { result: { ok: true }, entries: [entry] }
  })

export type RightEnd = Readonly<{
  id: string
  offeringId: string
  code: string
  /** The last day on which it holds; null: it ends at once. */
  lastOn: string | null
  reason: string
}>

export type RightEndAnswer = Readonly<{ ok: true } | { ok: false; code: EndRefusal | 'not_found' }>

/** Ends a right at once or on a day to come; it stays on record with its reason. Two at once: one wins, the other is told. */
export const endAccessRight = (doing: Doing, wish: RightEnd): Promise<RightEndAnswer> =>
  recordChange<RightEndAnswer>(doing, async (tx, at) => {
    const { id, offeringId, code, reason } = wish
    const right = await lockRight(tx, { id, offeringId })
    if (!right) return { result: { ok: false, code: 'not_found' }, entries: [] }
    const decided = decideRightEnd(right, { lastOn: wish.lastOn, ...daysAround(localDay(at), right.fromOn) })
    if (!decided.ok) return { result: decided, entries: [] }
    const { lastOn } = decided
    await endRight(tx, { id, lastOn, at, name: doing.actor.fullName, reason })
    const entry = { action: 'exchange.end_right', kind: 'access_right', id, code, detail: { lastOn, reason } }
    return { result: { ok: true }, entries: [entry] }
  })

/** The days that ending a right at once is judged by. */
export const daysAround = (today: Temporal.PlainDate, fromOn: string) => ({
  today: today.toString(),
  yesterday: today.subtract({ days: 1 }).toString(),
  dayBefore: Temporal.PlainDate.from(fromOn).subtract({ days: 1 }).toString(),
})
