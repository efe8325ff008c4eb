import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { Ground, PrincipalKind, Representation } from './rules/representation.ts'

const columns = [
  'id',
  'personal_id',
  'principal_kind',
  'principal_number',
  'principal_name',
  'ground',
  'source',
  'paper_id',
  'principal_birth_date',
  'proved_at',
] as const

const select = (db: Db | Tx) => db.selectFrom('representation.representation').select(columns)
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>

const toRepresentation = (row: Row): Representation => ({
  id: row.id,
  personalId: row.personal_id,
  principal: {
    kind: row.principal_kind as PrincipalKind,
    number: row.principal_number,
    name: row.principal_name,
  },
  ground: row.ground as Ground,
  source: row.source as Representation['source'],
  paperId: row.paper_id,
  birthDate: row.principal_birth_date,
  provedAt: instantOf(row.proved_at),
})

const most = 200

/** What of a person nobody has ended, by name; at most 200. */
export async function listStored(db: Db | Tx, personalId: string): Promise<Representation[]> {
  const rows = await select(db)
    .where('personal_id', '=', personalId)
    .where('ended_at', 'is', null)
    .orderBy('principal_name')
    .orderBy('id')
    .limit(most)
    .execute()
  return rows.map(toRepresentation)
}

/** The one of that id, if it is this person's and has not ended. */
export async function findStored(
  db: Db | Tx,
  { id, personalId }: Pick<Representation, 'id' | 'personalId'>,
): Promise<Representation | null> {
  const row = await select(db)
    .where('id', '=', id)
    .where('personal_id', '=', personalId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return row ? toRepresentation(row) : null
}

/**
 * Writes one where none of this person, principal and ground is in force; else takes over its name, and that the provider
 * has shown it anew. Gives whether it is new.
 */
export async function saveRepresentation(
  tx: Tx,
  { id, personalId, principal, ground, source, paperId, birthDate, provedAt }: Representation,
): Promise<Readonly<{ id: string; isNew: boolean }>> {
  const row = await tx
    .insertInto('representation.representation')
    .values({
      ...{ id, personal_id: personalId, ground, source, paper_id: paperId },
      ...{ principal_kind: principal.kind, principal_number: principal.number, principal_name: principal.name },
      ...{ principal_birth_date: birthDate, since: provedAt.toString(), proved_at: provedAt.toString() },
    })
    .onConflict((conflict) =>
      conflict
        .columns(['personal_id', 'principal_kind', 'principal_number', 'ground'])
        .where('ended_at', 'is', null)
        .doUpdateSet({
          principal_name: principal.name,
          ...(source === 'provider' && { source, proved_at: provedAt.toString() }),
          ...(birthDate && { principal_birth_date: birthDate }),
          ...(paperId && { paper_id: paperId }),
        }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id: row.id, isNew: row.id === id }
}

/** Ends one; false when it was not this person's, or had ended. */
export async function endRepresentation(
  tx: Tx,
  { id, personalId }: Pick<Representation, 'id' | 'personalId'>,
  at: string,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('representation.representation')
    .set({ ended_at: at })
    .where('id', '=', id)
    .where('personal_id', '=', personalId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
