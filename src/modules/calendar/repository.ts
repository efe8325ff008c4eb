import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { CalendarChange, CalendarRecord } from './rules/calendar-change.ts'
import type { SpecialDayKind } from './rules/work-calendar.ts'

/**
 * What is in force at a revision (the newest when left out), for all agencies. Rows are only ever added, so what is read at one revision fits together, whatever is
 * decided meanwhile.
 */
export async function readCalendarRecord(
  db: Db,
  wanted: Readonly<{ version?: number | undefined }> = {},
): Promise<CalendarRecord> {
  const version = Math.min(wanted.version ?? Number.POSITIVE_INFINITY, await readVersion(db))
  const [hours, specialDays, years, interruptions] = await Promise.all([
    readHours(db, version),
    readSpecialDays(db, version),
    db
      .selectFrom('calendar.decided_year')
      .select(['year', 'basis'])
      .where('revision', '<=', version)
      .orderBy('year')
      .execute(),
    readInterruptions(db, version),
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

async function readHours(db: Db, version: number) {
  const rows = await db
    .selectFrom('calendar.working_hours')
    .distinctOn(['agency_code', 'weekday', 'valid_from'])
    .select(['agency_code', 'weekday', 'valid_from', 'spans', 'basis'])
    .where('revision', '<=', version)
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

async function readInterruptions(db: Db, version: number) {
  const rows = await db
    .selectFrom('calendar.interruption')
    .distinctOn('id')
    .selectAll()
    .where('revision', '<=', version)
    .orderBy('id')
    .orderBy('revision', 'desc')
    .execute()
  const at = (moment: Date): Temporal.Instant => instantOf(moment)
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
    recordedAt: instantOf(row.recorded_at),
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
export async function lockCalendar(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('calendar.change'))`.execute(tx)
}

export type NewRevision = Readonly<{
  change: CalendarChange
  decidedBy: string
  changedFrom: Temporal.PlainDate | null
  key: string | null
  fingerprint: string
  at: Temporal.Instant
}>

/** Appends a revision and answers its number. */
export async function appendRevision(tx: Tx, revision: NewRevision): Promise<number> {
  const { change, decidedBy, changedFrom, key, fingerprint, at } = revision
  const { number } = await tx
    .insertInto('calendar.revision')
    .values({
      recorded_at: at.toString(),
      note: change.decision.note,
      basis: change.decision.number,
      decided_on: change.decision.on,
      decided_by: decidedBy,
      changed_from: changedFrom?.toString() ?? null,
      key,
      fingerprint,
    })
    .returning('number')
    .executeTakeFirstOrThrow()
  return number
}

/** Appends the rows of a change under its revision; `after` is the calendar as the change leaves it. */
export async function appendChange(
  tx: Tx,
  revision: number,
  change: CalendarChange,
  { before, after }: Readonly<{ before: CalendarRecord; after: CalendarRecord }>,
): Promise<void> {
  const { decision } = change
  const days = (change.days ?? []).map((edit) => {
    const day = [...after.specialDays, ...before.specialDays].find(({ on }) => on === edit.on)
    return {
      on_day: edit.on,
      kind: edit.act === 'remove' ? 'ordinary' : edit.kind,
      name: day?.name ?? '',
      basis: edit.act === 'remove' ? decision.number : (day?.basis ?? decision.number),
      swapped_with: edit.act === 'remove' ? null : (edit.swappedWith ?? null),
      revision,
    }
  })
  if (days.length > 0) await tx.insertInto('calendar.special_day').values(days).execute()
  const hours = (change.hours ?? []).flatMap(({ agencyCode, validFrom, weekdays }) =>
    weekdays.map(({ weekday, spans }) => ({
      agency_code: agencyCode,
      weekday,
      valid_from: validFrom,
      spans,
      basis: decision.number,
      revision,
    })),
  )
  if (hours.length > 0) await tx.insertInto('calendar.working_hours').values(hours).execute()
  const years = (change.decidedYears ?? []).map((year) => ({ year, basis: decision.number, revision }))
  if (years.length > 0) await tx.insertInto('calendar.decided_year').values(years).execute()
  await appendInterruptions(tx, revision, change, { before, after })
}

async function appendInterruptions(
  tx: Tx,
  revision: number,
  { interruptions = [] }: CalendarChange,
  { before, after }: Readonly<{ before: CalendarRecord; after: CalendarRecord }>,
): Promise<void> {
  const known = new Map(before.interruptions.map((row) => [row.id, row]))
  const announced = after.interruptions.filter(({ id }) => !known.has(id))
  const ended = interruptions.flatMap((edit) => {
    const row = edit.act === 'end' ? known.get(edit.id) : undefined
    return row && edit.act === 'end' ? [{ ...row, until: edit.until }] : []
  })
  const rows = [...announced, ...ended].map(({ id, agencyCode, from, until, name, basis }) => ({
    id,
    revision,
    agency_code: agencyCode,
    starts_at: from.toString(),
    ends_at: until?.toString() ?? null,
    name,
    basis,
  }))
  if (rows.length > 0) await tx.insertInto('calendar.interruption').values(rows).execute()
}
