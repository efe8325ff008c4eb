import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import type { FieldMap } from './rules/field-map.ts'
import type { CodeKind, CodeMapping } from './rules/mapping.ts'

/** A mapping as it stands in the table: by which decision, and who entered it. */
export type StoredMapping = CodeMapping &
  Readonly<{ id: string; system: string; decision: string; enteredBy: string }>

const mappings = (db: Db | Tx, system: string) =>
  db.selectFrom('mirrors.code_mapping').selectAll().where('system', '=', system)
type Row = Awaited<ReturnType<ReturnType<typeof mappings>['executeTakeFirstOrThrow']>>

const toMapping = (row: Row): StoredMapping => ({
  ...{ id: row.id, system: row.system, kind: row.kind as CodeKind, theirCode: row.their_code },
  ...{ ourCode: row.our_code, fromOn: row.from_on, untilOn: row.until_on },
  ...{ decision: row.decision, enteredBy: row.entered_by },
})

/** A system has at most so many: procedures and agencies of one ministry in one province, and its states. */
const mostMappings = 5000

export async function listMappings(db: Db | Tx, system: string): Promise<StoredMapping[]> {
  const rows = await mappings(db, system)
    .orderBy('kind')
    .orderBy('their_code')
    .orderBy('from_on', 'desc')
    .limit(mostMappings)
    .execute()
  return rows.map(toMapping)
}

export type NewMapping = CodeMapping &
  Readonly<{ system: string; decision: string; enteredBy: string; at: Temporal.Instant }>

export async function addMapping(tx: Tx, mapping: NewMapping): Promise<void> {
  await tx
    .insertInto('mirrors.code_mapping')
    .values({
      ...{ id: makeId(), system: mapping.system, kind: mapping.kind, their_code: mapping.theirCode },
      ...{ our_code: mapping.ourCode, from_on: mapping.fromOn, until_on: mapping.untilOn },
      ...{ decision: mapping.decision, entered_at: mapping.at.toString(), entered_by: mapping.enteredBy },
    })
    .execute()
}

/** Quy tắc chuyển hồ sơ: dossiers of a procedure that are submitted on these days go to a system. */
export type HandOverRule = Readonly<{
  id: string
  system: string
  procedureCode: string
  fields: FieldMap
  fromOn: string
  untilOn: string | null
  decision: string
}>

const rules = (db: Db | Tx) => db.selectFrom('mirrors.hand_over_rule').selectAll()
type RuleRow = Awaited<ReturnType<ReturnType<typeof rules>['executeTakeFirstOrThrow']>>

const toRule = (row: RuleRow): HandOverRule => ({
  ...{ id: row.id, system: row.system, procedureCode: row.procedure_code, fields: row.fields as FieldMap },
  ...{ fromOn: row.from_on, untilOn: row.until_on, decision: row.decision },
})

/** At most 500: procedures of one ministry. */
export async function listRules(db: Db | Tx, system: string): Promise<HandOverRule[]> {
  const rows = await rules(db)
    .where('system', '=', system)
    .orderBy('procedure_code')
    .orderBy('from_on', 'desc')
    .limit(500)
    .execute()
  return rows.map(toRule)
}

/** The rule by which a dossier of a procedure, submitted on a day, goes to a system; null: it does not. */
export async function findRule(
  db: Db | Tx,
  system: string,
  procedureCode: string,
  on: string,
): Promise<HandOverRule | null> {
  const row = await rules(db)
    .where('system', '=', system)
    .where('procedure_code', '=', procedureCode)
    .where('from_on', '<=', on)
    .where((or) => or.or([or('until_on', 'is', null), or('until_on', '>=', on)]))
    .executeTakeFirst()
  return row ? toRule(row) : null
}

export async function addRule(
  tx: Tx,
  rule: Omit<HandOverRule, 'id'> & Readonly<{ enteredBy: string; at: Temporal.Instant }>,
): Promise<void> {
  await tx
    .insertInto('mirrors.hand_over_rule')
    .values({
      ...{ id: makeId(), system: rule.system, procedure_code: rule.procedureCode },
      ...{ fields: JSON.stringify(rule.fields), from_on: rule.fromOn, until_on: rule.untilOn },
      ...{ decision: rule.decision, entered_at: rule.at.toString(), entered_by: rule.enteredBy },
    })
    .execute()
}

/** Ends what is in force on a day: its last day is given. False: there is no such row, or it has ended before. */
const ending =
  (table: 'mirrors.code_mapping' | 'mirrors.hand_over_rule') =>
  async (tx: Tx, system: string, id: string, untilOn: string): Promise<boolean> => {
    const { numUpdatedRows } = await tx
      .updateTable(table)
      .set({ until_on: untilOn })
      .where('system', '=', system)
      .where('id', '=', id)
      .where('from_on', '<=', untilOn)
      .where((or) => or.or([or('until_on', 'is', null), or('until_on', '>', untilOn)]))
      .executeTakeFirstOrThrow()
    return numUpdatedRows > 0n
  }

export const endMapping = ending('mirrors.code_mapping')
export const endRule = ending('mirrors.hand_over_rule')

/** A code of ours for which a dossier could not be handed over. */
export type MissingCode = Readonly<{
  kind: CodeKind | 'field'
  ourCode: string
  dossierCode: string
  seenAt: Temporal.Instant
}>

export async function noteMissing(
  tx: Tx,
  system: string,
  { kind, ourCode, dossierCode, seenAt }: MissingCode,
): Promise<void> {
  const seen = { dossier_code: dossierCode, seen_at: seenAt.toString() }
  await tx
    .insertInto('mirrors.missing_code')
    .values({ system, kind, our_code: ourCode, ...seen })
    .onConflict((conflict) => conflict.constraint('missing_code_pkey').doUpdateSet(seen))
    .execute()
}

/** All that is missing is forgotten when something was entered: what is still missing is noted again. */
export async function forgetMissing(tx: Tx, system: string): Promise<void> {
  await tx.deleteFrom('mirrors.missing_code').where('system', '=', system).execute()
}

export async function listMissing(db: Db, system: string): Promise<MissingCode[]> {
  const rows = await db
    .selectFrom('mirrors.missing_code')
    .selectAll()
    .where('system', '=', system)
    .orderBy('seen_at', 'desc')
    .limit(100)
    .execute()
  return rows.map((row) => ({
    ...{ kind: row.kind as MissingCode['kind'], ourCode: row.our_code, dossierCode: row.dossier_code },
    seenAt: instantOf(row.seen_at),
  }))
}
