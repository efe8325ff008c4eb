import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#platform/db'
import type { CalendarChange } from './rules/calendar-change.ts'
import type { CalendarRecord } from './rules/calendar-record.ts'

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
