import type { Temporal } from 'temporal-polyfill'
import { isWorkingDay, loadCalendar, localDay, type WorkCalendar } from '#modules/calendar'
import { findAgencyByCode } from '#modules/organisations'
import type { Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { type Doing, recordChange } from './record-change.ts'
import type { Offering } from './repository.ts'
import { lockSystems } from './repository-ending.ts'
import { addPlanned, endPlanned } from './repository-maintenance.ts'
import { lockVersion } from './repository-registry.ts'
import { countDaysAhead, decideTime, isShortUnknown, type TimeRefusal } from './rules/maintenance.ts'

export type MaintenanceWish = Readonly<{
  offering: Offering
  /** Null: every version of the offering. */
  versionId: string | null
  code: string
  fromAt: Temporal.Instant
  untilAt: Temporal.Instant
  notice: string
  /** Who announces it knows that it is shorter notice than is asked for. */
  knowsShort: boolean
}>

type PlanProblem = TimeRefusal | 'provider_ended' | 'no_version'

/** `daysAhead`: whole working days; short notice says how many are asked for. */
export type PlanAnswer = Readonly<
  | { ok: true; daysAhead: number }
  | { ok: false; code: PlanProblem }
  | { ok: false; code: 'short_notice'; daysAhead: number; askedDays: number }
>

/**
 * Announces maintenance from one moment to another; the gateway answers so in that time by itself. How far ahead it is counts
 * in whole working days of the provider, where it is an agency of ours with hours of its own.
 */
export async function planMaintenance(doing: Doing, wish: MaintenanceWish): Promise<PlanAnswer> {
  const { offering, versionId, code, fromAt, untilAt, notice, knowsShort } = wish
  const { config, clock } = doing.context
  const wrongTime = decideTime(wish, clock.now())
  if (wrongTime) return { ok: false, code: wrongTime }
  const calendar = await calendarOf(doing, offering)
  const daysAhead = countDaysAhead(localDay(clock.now()), localDay(fromAt), (day) =>
    isWorkingDay(calendar, day),
  )
  const askedDays = config.EXCHANGE_MAINTENANCE_NOTICE_DAYS
  if (isShortUnknown({ daysAhead, askedDays, knowsShort }))
    return { ok: false, code: 'short_notice', daysAhead, askedDays }
  return await recordChange<PlanAnswer>(doing, async (tx, at) => {
    const problem = await findProblem(tx, offering, versionId)
    if (problem) return { result: { ok: false, code: problem }, entries: [] }
    const id = makeId()
    const planned = { id, versionId, fromAt, untilAt, notice, workingDaysAhead: daysAhead }
    await addPlanned(tx, offering.id, { ...planned, announcedAt: at, announcedName: doing.actor.fullName })
    const detail = { versionId, fromAt: fromAt.toString(), untilAt: untilAt.toString(), notice, daysAhead }
    const entry = { action: 'exchange.plan_maintenance', kind: 'planned_maintenance', id, code, detail }
    return { result: { ok: true, daysAhead }, entries: [entry] }
  })
}

/** Nothing is announced for what is gone, also when it goes in the same moment. */
async function findProblem(tx: Tx, offering: Offering, versionId: string | null): Promise<PlanProblem | null> {
  const [system] = await lockSystems(tx, [offering.subsystemId])
  if (!system || system.hasEnded) return 'provider_ended'
  if (versionId === null) return null
  const version = await lockVersion(tx, { id: versionId, offeringId: offering.id })
  return !version || version.state === 'withdrawn' ? 'no_version' : null
}

async function calendarOf({ context: { db } }: Doing, { member }: Offering): Promise<WorkCalendar> {
  const agency = await findAgencyByCode(db, member)
  return await loadCalendar(db, agency?.code ?? null)
}

/** Calls announced maintenance off, or ends it early; false when it is over already, or was ended by somebody else. */
export const endMaintenance = (
  doing: Doing,
  planned: Readonly<{ id: string; offeringId: string; code: string }>,
): Promise<boolean> =>
  recordChange(doing, async (tx, at) => {
    const { id, offeringId, code } = planned
    const isEnded = await endPlanned(tx, { id, offeringId, at, name: doing.actor.fullName })
    const entry = { action: 'exchange.end_maintenance', kind: 'planned_maintenance', id, code }
    return { result: isEnded, entries: isEnded ? [entry] : [] }
  })
