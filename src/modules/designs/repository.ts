import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { Design, DesignAct, DesignFiles, DesignState } from './rules/design.ts'

type DesignRow = Readonly<{
  id: string
  code: string
  state: string
  based_on_version_id: string | null
  save_number: number
  revision: number
  created_at: Date
  created_by_name: string
  changed_at: Date
  decision_number: string | null
  decided_on: string | null
  effective_on: string | null
  version_id: string | null
}>

const toDesign = (row: DesignRow): Design => ({
  id: row.id,
  code: row.code,
  state: row.state as DesignState,
  basedOnVersionId: row.based_on_version_id,
  saveNumber: row.save_number,
  revision: row.revision,
  createdAt: row.created_at.toISOString(),
  createdByName: row.created_by_name,
  changedAt: row.changed_at.toISOString(),
  decision:
    row.decision_number && row.decided_on && row.effective_on && row.version_id
      ? {
          number: row.decision_number,
          decidedOn: row.decided_on,
          effectiveOn: row.effective_on,
          versionId: row.version_id,
        }
      : null,
})

const columns = [
  'id',
  'code',
  'state',
  'based_on_version_id',
  'save_number',
  'revision',
  'created_at',
  'created_by_name',
  'changed_at',
  'decision_number',
  'decided_on',
  'effective_on',
  'version_id',
] as const

/** The design of that id, or null. */
export async function findDesign(db: Db, id: string): Promise<Design | null> {
  const row = await db.selectFrom('designs.design').select(columns).where('id', '=', id).executeTakeFirst()
  return row ? toDesign(row) : null
}

/** The same, held until the end of the transaction. */
export async function lockDesign(tx: Tx, id: string): Promise<Design | null> {
  const query = tx.selectFrom('designs.design').select(columns).where('id', '=', id).forUpdate()
  const row = await query.executeTakeFirst()
  return row ? toDesign(row) : null
}

/** Designs, newest first; those given up only when asked for a procedure's. `before`: the id of the last one seen. */
export async function listDesigns(
  db: Db,
  asked: Readonly<{ code?: string; before?: string | undefined; limit: number }>,
): Promise<Design[]> {
  const { code, before, limit } = asked
  const rows = await db
    .selectFrom('designs.design')
    .select(columns)
    .$if(code !== undefined, (query) => query.where('code', '=', code ?? ''))
    .$if(code === undefined, (query) => query.where('state', '<>', 'withdrawn'))
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toDesign)
}

export type Writer = Readonly<{ id: string; name: string }>

/** Begins a design with its first save. */
export async function insertDesign(
  tx: Tx,
  design: Readonly<{
    id: string
    code: string
    basedOnVersionId: string | null
    files: DesignFiles
    change: string
    by: Writer
    at: string
  }>,
): Promise<void> {
  const { id, code, basedOnVersionId, by, at } = design
  await tx
    .insertInto('designs.design')
    .values({
      id,
      code,
      state: 'draft',
      based_on_version_id: basedOnVersionId,
      save_number: 1,
      revision: 1,
      created_at: at,
      created_by: by.id,
      created_by_name: by.name,
      changed_at: at,
    })
    .execute()
  await insertSave(tx, { ...design, number: 1 })
}

/** Appends a save and makes it the newest of its design. */
export async function appendSave(
  tx: Tx,
  save: Readonly<{ id: string; number: number; files: DesignFiles; change: string; by: Writer; at: string }>,
): Promise<void> {
  await insertSave(tx, save)
  await tx
    .updateTable('designs.design')
    .set(({ eb }) => ({ save_number: save.number, revision: eb('revision', '+', 1), changed_at: save.at }))
    .where('id', '=', save.id)
    .execute()
}

async function insertSave(tx: Tx, save: Parameters<typeof appendSave>[1]): Promise<void> {
  const { id, number, files, change, by, at } = save
  await tx
    .insertInto('designs.design_save')
    .values({
      design_id: id,
      number,
      procedure_yaml: files['procedure.yaml'],
      form_json: files['form.json'],
      process_bpmn: files['process.bpmn'] ?? null,
      cases_yaml: files['cases.yaml'] ?? null,
      change,
      saved_at: at,
      saved_by: by.id,
      saved_by_name: by.name,
    })
    .execute()
}

/** The files as save `number` left them, or null. */
export async function findFiles(db: Db, id: string, number: number): Promise<DesignFiles | null> {
  const row = await db
    .selectFrom('designs.design_save')
    .select(['procedure_yaml', 'form_json', 'process_bpmn', 'cases_yaml'])
    .where('design_id', '=', id)
    .where('number', '=', number)
    .executeTakeFirst()
  return row
    ? {
        'procedure.yaml': row.procedure_yaml,
        'form.json': row.form_json,
        ...(row.process_bpmn !== null && { 'process.bpmn': row.process_bpmn }),
        ...(row.cases_yaml !== null && { 'cases.yaml': row.cases_yaml }),
      }
    : null
}

export type SaveLine = Readonly<{ number: number; change: string; at: string; byName: string }>

/** The saves of a design, newest first, at most a hundred. */
export async function listSaves(db: Db, id: string): Promise<SaveLine[]> {
  const rows = await db
    .selectFrom('designs.design_save')
    .select(['number', 'change', 'saved_at', 'saved_by_name'])
    .where('design_id', '=', id)
    .orderBy('number', 'desc')
    .limit(100)
    .execute()
  return rows.map(({ number, change, saved_at, saved_by_name }) => ({
    number,
    change,
    at: saved_at.toISOString(),
    byName: saved_by_name,
  }))
}

/** Account ids of who saved or submitted it. */
export async function listWriters(db: Db, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select saved_by as id from designs.design_save where design_id = ${id}
    union select acted_by from designs.design_act where design_id = ${id} and act = 'submit'`.execute(db)
  return rows.map((row) => row.id)
}

export type ActLine = Readonly<{ act: DesignAct; at: string; byName: string; note: string | null }>

/** What was done with a design, in order, at most a hundred. */
export async function listDone(db: Db, id: string): Promise<ActLine[]> {
  const rows = await db
    .selectFrom('designs.design_act')
    .select(['act', 'acted_at', 'acted_by_name', 'note'])
    .where('design_id', '=', id)
    .orderBy('number')
    .limit(100)
    .execute()
  return rows.map(({ act, acted_at, acted_by_name, note }) => ({
    act: act as DesignAct,
    at: acted_at.toISOString(),
    byName: acted_by_name,
    note,
  }))
}

/** Keeps an act, and how the design stands after it. */
export async function appendAct(
  tx: Tx,
  done: Readonly<{
    design: Design
    act: DesignAct
    state: DesignState
    decision: Design['decision']
    by: Writer
    note: string | null
    at: string
  }>,
): Promise<void> {
  const { design, act, state, decision, by, note, at } = done
  await sql`
    insert into designs.design_act (design_id, number, act, acted_at, acted_by, acted_by_name, note)
    select ${design.id}, coalesce(max(number), 0) + 1, ${act}, ${at}::timestamptz, ${by.id}::uuid, ${by.name}, ${note}
    from designs.design_act where design_id = ${design.id}`.execute(tx)
  await tx
    .updateTable('designs.design')
    .set({
      state,
      revision: design.revision + 1,
      changed_at: at,
      decision_number: decision?.number ?? null,
      decided_on: decision?.decidedOn ?? null,
      effective_on: decision?.effectiveOn ?? null,
      version_id: decision?.versionId ?? null,
    })
    .where('id', '=', design.id)
    .execute()
}
