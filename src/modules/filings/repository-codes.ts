import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'

export type CodeKind = 'agency' | 'procedure'

/** The code that a system has for an agency or procedure of ours; days are 'YYYY-MM-DD', both counted in. */
export type CodePair = Readonly<{
  id: string
  system: string
  kind: CodeKind
  ourCode: string
  theirCode: string
  validFrom: string
  validTo: string | null
  enteredBy: string
}>

type Sought = Readonly<{ system: string; kind: CodeKind; code: string; on: string }>

const select = (db: Db | Tx) =>
  db
    .selectFrom('filings.code_pair')
    .select(['id', 'system', 'kind', 'our_code', 'their_code', 'entered_by'])
    .select([sql<string>`valid_from::text`.as('valid_from'), sql<string | null>`valid_to::text`.as('valid_to')])

const inForce = (db: Db | Tx, { system, kind, on }: Sought) =>
  select(db)
    .where('system', '=', system)
    .where('kind', '=', kind)
    .where('valid_from', '<=', sql<string>`${on}::date`)
    .where((or) => or.or([or('valid_to', 'is', null), or('valid_to', '>=', sql<string>`${on}::date`)]))
    .orderBy('valid_from', 'desc')
    .limit(1)

/** What their code means here that day; the code itself where nothing else was entered. */
export async function findOurCode(db: Db | Tx, sought: Sought): Promise<string> {
  const row = await inForce(db, sought).where('their_code', '=', sought.code).executeTakeFirst()
  return row?.our_code ?? sought.code
}

/** How a system calls what has this code here that day; the code itself where nothing else was entered. */
export async function findTheirCode(db: Db | Tx, sought: Sought): Promise<string> {
  const row = await inForce(db, sought).where('our_code', '=', sought.code).executeTakeFirst()
  return row?.their_code ?? sought.code
}

/** Every pair, the newest first; at most 500. */
export async function listCodePairs(db: Db): Promise<CodePair[]> {
  const rows = await select(db).orderBy('valid_from', 'desc').orderBy('id', 'desc').limit(500).execute()
  return rows.map((row) => ({
    ...{ id: row.id, system: row.system, kind: row.kind as CodeKind, enteredBy: row.entered_by },
    ...{ ourCode: row.our_code, theirCode: row.their_code },
    ...{ validFrom: row.valid_from, validTo: row.valid_to },
  }))
}

/** Enters a pair; what was in force for the same code of ours ends the day before. */
export async function enterCodePair(
  tx: Tx,
  pair: Omit<CodePair, 'id' | 'validTo'>,
  at: Temporal.Instant,
): Promise<string> {
  const { system, kind, ourCode, theirCode, validFrom, enteredBy } = pair
  await tx
    .updateTable('filings.code_pair')
    .set({ valid_to: sql`${validFrom}::date - 1` })
    .where('system', '=', system)
    .where('kind', '=', kind)
    .where('our_code', '=', ourCode)
    .where('valid_to', 'is', null)
    .where('valid_from', '<', sql<string>`${validFrom}::date`)
    .execute()
  const id = makeId(at.epochMilliseconds)
  await tx
    .insertInto('filings.code_pair')
    .values({
      ...{ id, system, kind, our_code: ourCode, their_code: theirCode, valid_from: validFrom },
      ...{ entered_at: at.toString(), entered_by: enteredBy },
    })
    .execute()
  return id
}
