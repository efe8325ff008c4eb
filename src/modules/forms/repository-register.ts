import { type SelectQueryBuilder, sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Database } from '#platform/database-types'
import type { Db, Tx } from '#platform/db'

/** A line of the register, as it was last written. `receivedOn` is `YYYY-MM-DD`, the day there. */
export type RegisterRow = Readonly<{
  dossierId: string
  agencyId: string
  year: number
  number: number
  /** Of the dossier, as it was seen: an older one never overwrites. */
  revision: number
  dossierCode: string
  procedureCode: string
  procedureName: string
  sets: number
  applicantName: string
  applicantContact: string
  competentAgencyName: string
  channel: string
  state: string
  receivedOn: string
  receivedAt: Temporal.Instant
  dueAt: Temporal.Instant | null
  returnedAt: Temporal.Instant | null
  returnMethod: string
  note: string | null
}>

/** What is kept of a dossier; its number is given once, by the register. `words` is folded text. */
export type RegisterEntry = Omit<RegisterRow, 'number'> & Readonly<{ words: string }>

/**
 * Writes the line of a dossier. The first time it takes the next number of its agency and year: whoever holds the counter
 * looks again, so that no number is taken in vain and none is missing.
 */
export async function saveEntry(tx: Tx, entry: RegisterEntry): Promise<void> {
  if (await updateEntry(tx, entry)) return
  const last = await lockCounter(tx, entry)
  if (await updateEntry(tx, entry)) return
  const number = last + 1
  await tx
    .insertInto('forms.register_row')
    .values({
      ...valuesOf(entry),
      dossier_id: entry.dossierId,
      agency_id: entry.agencyId,
      year: entry.year,
      number,
      received_on: entry.receivedOn,
      received_at: entry.receivedAt.toString(),
    })
    .execute()
  await tx
    .updateTable('forms.register_counter')
    .set({ last_number: number })
    .where('agency_id', '=', entry.agencyId)
    .where('year', '=', entry.year)
    .execute()
}

const valuesOf = (entry: RegisterEntry) => ({
  revision: entry.revision,
  dossier_code: entry.dossierCode,
  procedure_code: entry.procedureCode,
  procedure_name: entry.procedureName,
  sets: entry.sets,
  applicant_name: entry.applicantName,
  applicant_contact: entry.applicantContact,
  competent_agency_name: entry.competentAgencyName,
  channel: entry.channel,
  state: entry.state,
  due_at: entry.dueAt?.toString() ?? null,
  returned_at: entry.returnedAt?.toString() ?? null,
  return_method: entry.returnMethod,
  note: entry.note,
  words: entry.words,
})

/** Whether the dossier has a line; one that knows more stays as it is. */
async function updateEntry(tx: Tx, entry: RegisterEntry): Promise<boolean> {
  const known = await tx
    .selectFrom('forms.register_row')
    .select('revision')
    .where('dossier_id', '=', entry.dossierId)
    .forUpdate()
    .executeTakeFirst()
  if (!known) return false
  await tx
    .updateTable('forms.register_row')
    .set(valuesOf(entry))
    .where('dossier_id', '=', entry.dossierId)
    .where('revision', '<=', entry.revision)
    .execute()
  return true
}

/** Holds the counter until the transaction ends; the last number that was given. */
async function lockCounter(tx: Tx, { agencyId, year }: RegisterEntry): Promise<number> {
  const { last_number } = await tx
    .insertInto('forms.register_counter')
    .values({ agency_id: agencyId, year, last_number: 0 })
    .onConflict((conflict) =>
      conflict
        .constraint('register_counter_pkey')
        .doUpdateSet((eb) => ({ last_number: eb.ref('forms.register_counter.last_number') })),
    )
    .returning('last_number')
    .executeTakeFirstOrThrow()
  return last_number
}

/** Where a page begins: after this line. */
export type RegisterPlace = Readonly<{ receivedOn: string; number: number }>

/** Which lines are wanted; what is null is not asked. Days are included. */
export type RegisterQuery = Readonly<{
  agencyId: string
  from: string | null
  to: string | null
  procedureCode: string | null
  state: string | null
  /** Folded words, each of which must occur. */
  words: readonly string[]
}>

/** Newest first, as one looks something up; or as the book was written. */
export type RegisterOrder = 'newest' | 'book'

type Rows = SelectQueryBuilder<Database, 'forms.register_row', Record<never, never>>

/** A page of the register of an agency. Day and number carry the order in every index, so that a page costs a page. */
export function registerPage(
  db: Db,
  query: RegisterQuery,
  order: RegisterOrder,
  after: RegisterPlace | null,
  limit: number,
) {
  const direction = order === 'newest' ? 'desc' : 'asc'
  const beyond =
    after &&
    (order === 'newest'
      ? sql<boolean>`(received_on, number) < (${after.receivedOn}::date, ${after.number}::int)`
      : sql<boolean>`(received_on, number) > (${after.receivedOn}::date, ${after.number}::int)`)
  return narrow(db.selectFrom('forms.register_row'), query)
    .$if(beyond !== null, (rows) => rows.where(beyond ?? sql<boolean>`true`))
    .selectAll()
    .select(sql<string>`received_on::text`.as('received_day'))
    .orderBy('received_on', direction)
    .orderBy('number', direction)
    .limit(limit)
}

function narrow(rows: Rows, { agencyId, from, to, procedureCode, state, words }: RegisterQuery): Rows {
  let narrowed = rows.where('agency_id', '=', agencyId)
  if (from) narrowed = narrowed.where(sql<boolean>`received_on >= ${from}::date`)
  if (to) narrowed = narrowed.where(sql<boolean>`received_on <= ${to}::date`)
  if (procedureCode) narrowed = narrowed.where('procedure_code', '=', procedureCode)
  if (state) narrowed = narrowed.where('state', '=', state)
  for (const word of words) narrowed = narrowed.where('words', 'like', `%${word.replace(/[\\%_]/g, '')}%`)
  return narrowed
}

export async function listRegister(
  db: Db,
  query: RegisterQuery,
  order: RegisterOrder,
  after: RegisterPlace | null,
  limit: number,
): Promise<RegisterRow[]> {
  const rows = await registerPage(db, query, order, after, limit).execute()
  return rows.map(toRow)
}

type Row = Awaited<ReturnType<ReturnType<typeof registerPage>['executeTakeFirstOrThrow']>>
const toRow = (row: Row): RegisterRow => ({
  dossierId: row.dossier_id,
  agencyId: row.agency_id,
  year: row.year,
  number: row.number,
  revision: row.revision,
  dossierCode: row.dossier_code,
  procedureCode: row.procedure_code,
  procedureName: row.procedure_name,
  sets: row.sets,
  applicantName: row.applicant_name,
  applicantContact: row.applicant_contact,
  competentAgencyName: row.competent_agency_name,
  channel: row.channel,
  state: row.state,
  receivedOn: row.received_day,
  receivedAt: instantOf(row.received_at),
  dueAt: row.due_at && instantOf(row.due_at),
  returnedAt: row.returned_at && instantOf(row.returned_at),
  returnMethod: row.return_method,
  note: row.note,
})
