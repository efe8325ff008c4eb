import { Temporal } from 'temporal-polyfill'
import { loadCalendar, type WorkCalendar, workingMinutesBetween } from '#modules/calendar'
import {
  type Channel,
  listWork,
  readCursor,
  type Step,
  stepsOf,
  tallyWork,
  type WorklistRow,
  writeCursor,
} from '#modules/dossiers'
import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import { foldForSearch } from '#platform/search-text'
import { boundsOf, type Group, groupOf, groups, isGroup } from './worklist-groups.ts'

/** The address of a worklist: every part as it was typed, or absent. */
export type WorklistAddress = Readonly<{
  q?: string
  group?: string
  procedure?: string
  step?: string
  channel?: string
  after?: string
}>

/** A row with its standing at this moment; minutes are working time, `used` the share of the legal time, 0 to 1. */
export type Standing = Readonly<{
  row: WorklistRow
  group: Group
  dueAt: Temporal.Instant | null
  minutesLeft: number
  minutesLate: number
  minutesSinceSubmission: number
  used: number | null
}>

export type WorklistView = Readonly<{
  now: Temporal.Instant
  address: WorklistAddress
  steps: readonly Step[]
  /** Counted to `tallyLimit` and no further. */
  tallies: Readonly<Record<Group, number>>
  standings: readonly Standing[]
  nextCursor: string | null
}>

export const tallyLimit = 100
const pageSize = 50
const channels: readonly Channel[] = ['online', 'counter', 'post']

/** A page of what waits for this officer, and how much waits in each group: one query for the rows, bounded tallies. */
export async function loadWorklist(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  officer: OfficerActor,
  address: WorklistAddress,
): Promise<WorklistView> {
  const now = clock.now()
  const calendar = await loadCalendar(db, officer.agencyCode)
  const steps = stepsOf(officer.roles)
  const { group, q = '', procedure } = address
  const bounds = isGroup(group) ? boundsOf(group, calendar, now) : {}
  const [rows, counts] = await Promise.all([
    listWork(db, {
      agencyId: officer.agencyId,
      steps: steps.filter((step) => !steps.some((own) => own === address.step) || step === address.step),
      limit: pageSize,
      after: readCursor(address.after),
      procedureCode: procedure?.trim() || null,
      channel: channels.find((channel) => channel === address.channel) ?? null,
      namePrefix: foldForSearch(q) || null,
      ...bounds,
    }),
    Promise.all(
      groups.map((each) =>
        tallyWork(db, {
          agencyId: officer.agencyId,
          steps,
          limit: tallyLimit,
          ...boundsOf(each, calendar, now),
        }),
      ),
    ),
  ])
  const last = rows.length === pageSize ? rows.at(-1) : undefined
  return {
    now,
    address,
    steps,
    tallies: Object.fromEntries(groups.map((each, index) => [each, counts[index] ?? 0])) as Record<
      Group,
      number
    >,
    standings: rows.map((row) => standingOf(row, calendar, now)),
    nextCursor: last ? writeCursor(last) : null,
  }
}

/** How one row stands to its due time. */
export function standingOf(row: WorklistRow, calendar: WorkCalendar, now: Temporal.Instant): Standing {
  const dueAt = row.dueAt ? Temporal.Instant.from(row.dueAt) : null
  const submittedAt = Temporal.Instant.from(row.submittedAt)
  const group = groupOf(row, dueAt, calendar, now)
  const minutesLeft = dueAt ? workingMinutesBetween(calendar, now, dueAt) : 0
  const whole = dueAt ? workingMinutesBetween(calendar, submittedAt, dueAt) : 0
  const runs = group !== 'waiting' && group !== 'ready' && group !== 'suspended'
  return {
    row,
    group,
    dueAt,
    minutesLeft,
    minutesLate: dueAt ? workingMinutesBetween(calendar, dueAt, now) : 0,
    minutesSinceSubmission: workingMinutesBetween(calendar, submittedAt, now),
    used: runs && whole > 0 ? 1 - minutesLeft / whole : null,
  }
}
