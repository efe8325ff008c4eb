import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Db } from '#platform/db'
import { type CalendarRecord, sourceFor } from './rules/calendar-record.ts'
import type { CalendarSource, SpecialDayKind } from './rules/work-calendar.ts'

/** Which calendar: of one agency (all when left out), as it was at a revision (the newest when left out). */
export type CalendarWanted = Readonly<{ agencyCode?: string | null | undefined; version?: number | undefined }>

/**
 * Everything a calendar is made from, for the agency of `agencyCode` or, when null, for an agency without own hours;
 * with `version` as it was at that revision.
 */
export const readCalendarSource = async (
  db: Db,
  agencyCode: string | null,
  { version }: Readonly<{ version?: number }> = {},
): Promise<CalendarSource> => sourceFor(await readCalendarRecord(db, { agencyCode, version }), agencyCode)

/**
 * What is in force at a revision. Rows are only ever added, so what is read at one revision fits together, whatever is
 * decided meanwhile.
 */
export async function readCalendarRecord(db: Db, wanted: CalendarWanted = {}): Promise<CalendarRecord> {
  const version = Math.min(wanted.version ?? Number.POSITIVE_INFINITY, await readVersion(db))
  const agencyCode = wanted.agencyCode
  const [hours, specialDays, years, interruptions] = await Promise.all([
    readHours(db, version, agencyCode),
    readSpecialDays(db, version),
    db
      .selectFrom('calendar.decided_year')
      .select(['year', 'basis'])
      .where('revision', '<=', version)
      .orderBy('year')
      .execute(),
    readInterruptions(db, version, agencyCode),
  ])
  return { version, hours, specialDays, decidedYears: years, interruptions }
}

/** The number of the newest revision. */
export async function readVersion(db: Db): Promise<number> {
  const { version } = await db
    .selectFrom('calendar.revision')
    .select((by) => by.fn.max('number').as('version'))
    .executeTakeFirstOrThrow()
  return Number(version)
}

async function readHours(db: Db, version: number, agencyCode: string | null | undefined) {
  const rows = await db
    .selectFrom('calendar.working_hours')
    .distinctOn(['agency_code', 'weekday', 'valid_from'])
    .select(['agency_code', 'weekday', 'valid_from', 'spans', 'basis'])
    .where('revision', '<=', version)
    .$if(agencyCode !== undefined, (query) =>
      query.where((by) => by.or([by('agency_code', 'is', null), by('agency_code', '=', agencyCode ?? null)])),
    )
    .orderBy('agency_code')
    .orderBy('weekday')
    .orderBy('valid_from')
    .orderBy('revision', 'desc')
    .execute()
  return rows.map((row) => ({
    agencyCode: row.agency_code,
    weekday: row.weekday,
    validFrom: row.valid_from,
    spans: row.spans,
    basis: row.basis,
  }))
}

async function readSpecialDays(db: Db, version: number) {
  const rows = await db
    .selectFrom('calendar.special_day')
    .distinctOn('on_day')
    .select(['on_day', 'kind', 'name', 'basis', 'swapped_with'])
    .where('revision', '<=', version)
    .orderBy('on_day')
    .orderBy('revision', 'desc')
    .execute()
  return rows
    .filter(({ kind }) => kind !== 'ordinary')
    .map((row) => ({
      on: row.on_day,
      kind: row.kind as SpecialDayKind,
      name: row.name,
      basis: row.basis,
      swappedWith: row.swapped_with,
    }))
}

async function readInterruptions(db: Db, version: number, agencyCode: string | null | undefined) {
  const rows = await db
    .selectFrom('calendar.interruption')
    .distinctOn('id')
    .selectAll()
    .where('revision', '<=', version)
    .$if(agencyCode !== undefined, (query) =>
      query.where((by) => by.or([by('agency_code', 'is', null), by('agency_code', '=', agencyCode ?? null)])),
    )
    .orderBy('id')
    .orderBy('revision', 'desc')
    .execute()
  const at = (moment: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(moment.getTime())
  return rows
    .filter(({ starts_at, ends_at }) => ends_at?.getTime() !== starts_at.getTime())
    .map((row) => ({
      id: row.id,
      agencyCode: row.agency_code,
      from: at(row.starts_at),
      until: row.ends_at && at(row.ends_at),
      name: row.name,
      basis: row.basis,
    }))
    .toSorted((a, b) => Temporal.Instant.compare(a.from, b.from))
}

/** A revision as the history of the calendar shows it. */
export type RevisionLine = Readonly<{
  version: number
  recordedAt: Temporal.Instant
  note: string
  basis: string | null
  decidedOn: string | null
  decidedBy: string | null
  changedFrom: string | null
}>

/** The newest revisions, at most `limit`, before the one of `before`. */
export async function listRevisions(
  db: Db,
  { before, limit }: Readonly<{ before?: number | undefined; limit: number }>,
): Promise<RevisionLine[]> {
  const rows = await db
    .selectFrom('calendar.revision')
    .selectAll()
    .$if(before !== undefined, (query) => query.where('number', '<', before ?? 0))
    .orderBy('number', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    version: row.number,
    recordedAt: Temporal.Instant.fromEpochMilliseconds(row.recorded_at.getTime()),
    note: row.note,
    basis: row.basis,
    decidedOn: row.decided_on,
    decidedBy: row.decided_by,
    changedFrom: row.changed_from,
  }))
}

/** The change that was made under `key`, if one was. */
export async function findChangeByKey(
  db: Db,
  key: string,
): Promise<Readonly<{ version: number; changedFrom: string | null; fingerprint: string | null }> | null> {
  const row = await db
    .selectFrom('calendar.revision')
    .select(['number as version', 'changed_from as changedFrom', 'fingerprint'])
    .where('key', '=', key)
    .executeTakeFirst()
  return row ?? null
}

/** Lets one change of the calendar be made at a time; held until the transaction ends. */
export async function lockCalendar(tx: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('calendar.change'))`.execute(tx)
}
