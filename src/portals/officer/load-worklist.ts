import { Temporal } from 'temporal-polyfill'
import { loadCalendar, type WorkCalendar, workingMinutesBetween } from '#modules/calendar'
import {
  type Channel,
  listWork,
  type Step,
  stepsOf,
  tallyWork,
  type WorklistQuery,
  type WorklistRow,
} from '#modules/dossiers'
import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { readPlace, writePlace } from '#platform/list-place'
import { foldForSearch } from '#platform/search-text'
import { boundsOf, type Group, groupOf, groups, isGroup, isHeldAt } from './worklist-groups.ts'

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

/** A page of what waits for this officer, most urgent first, and how much waits in each group, counted to a bound. */
export async function loadWorklist(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  officer: OfficerActor,
  address: WorklistAddress,
): Promise<WorklistView> {
  const now = clock.now()
  const calendar = await loadCalendar(db, officer.agencyCode)
  const steps = stepsOf(officer.roles)
  const held = groups.filter((group) => isHeldAt(group, steps))
  const { agencyId } = officer
  const [page, counts] = await Promise.all([
    listPage(db, { ...queryOf(address, steps), agencyId }, address, phasesOf(held, address, calendar, now)),
    Promise.all(
      held.map((group) =>
        tallyWork(db, { agencyId, steps, limit: tallyLimit, ...boundsOf(group, calendar, now) }),
      ),
    ),
  ])
  const countOf = (group: Group): number => counts[held.indexOf(group)] ?? 0
  return {
    now,
    address,
    steps,
    tallies: Object.fromEntries(groups.map((group) => [group, countOf(group)])) as Record<Group, number>,
    standings: page.rows.map((row) => standingOf(row, calendar, now)),
    nextCursor: page.nextCursor,
  }
}

type Filter = Pick<WorklistQuery, 'steps' | 'procedureCode' | 'channel' | 'namePrefix'>
type Phase = ReturnType<typeof boundsOf>

/** The filters of an address; what is no step or channel of ours filters nothing. */
function queryOf({ q = '', procedure = '', step, channel }: WorklistAddress, steps: readonly Step[]): Filter {
  const wanted = steps.filter((own) => own === step)
  return {
    steps: wanted.length > 0 ? wanted : steps,
    procedureCode: procedure.trim() || null,
    channel: channels.find((each) => each === channel) ?? null,
    namePrefix: foldForSearch(q) || null,
  }
}

/** The ranges a list walks through, one after the other: each is in order of urgency by itself. */
function phasesOf(
  held: readonly Group[],
  { group }: WorklistAddress,
  calendar: WorkCalendar,
  now: Temporal.Instant,
): Phase[] {
  const bounds = (one: Group) => boundsOf(one, calendar, now)
  if (isGroup(group)) return [bounds(group)]
  const { states, urgent } = bounds('due_soon')
  const pressing = { ...(states && { states }), urgent: { from: null, to: urgent?.to ?? null } }
  const rest = held.filter((one) => !['overdue', 'due_today', 'due_soon'].includes(one))
  return [pressing, ...rest.map(bounds)]
}

/** Fills a page from one range after the other. Where it ended: the range, then the row in it. */
async function listPage(
  db: Db,
  query: Filter & Pick<WorklistQuery, 'agencyId'>,
  { after = '' }: WorklistAddress,
  phases: readonly Phase[],
): Promise<{ rows: WorklistRow[]; nextCursor: string | null }> {
  const [first = '', cursor] = after.split('.')
  const start = Number.parseInt(first, 10) || 0
  const rows: WorklistRow[] = []
  for (const [index, phase] of phases.entries()) {
    if (index < start) continue
    const from = index === start ? readPlace(cursor) : null
    rows.push(...(await listWork(db, { ...query, ...phase, limit: pageSize - rows.length, after: from })))
    const last = rows.at(-1)
    if (rows.length === pageSize && last)
      return { rows, nextCursor: `${index}.${writePlace(last.urgentAt, last.id)}` }
  }
  return { rows, nextCursor: null }
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
