import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { DossierFormNumber, FormNumber, FormSettings } from './rules/form.ts'

/** How the sealing of a form stands: `no_seal`: the agency has none. */
export type SealState = 'asked' | 'no_seal' | 'failed' | 'sealed'

/** A form as it was given out, and how its seal stands. */
export type IssuedForm = Readonly<{
  id: string
  dossierId: string
  dossierCode: string
  number: DossierFormNumber
  /** The event it tells of. */
  eventNumber: number
  version: number
  checkCode: string
  agencyId: string
  agencyName: string
  /** What it says, as the template read it. */
  says: Readonly<Record<string, unknown>>
  /** 0: the template of the program. */
  templateVersion: number
  /** The content as it was set, and its size; what is given out is `contentSha256`. */
  sha256: string
  reason: string | null
  issuedByName: string | null
  issuedAt: Temporal.Instant
  seal: SealState
  /** Sealed when it is sealed, else as it was set. */
  contentSha256: string
}>

/** Each form with the last row of its sealing; the last content wins over what was asked or failed before it. */
const selectForms = (db: Db | Tx) =>
  db
    .selectFrom('forms.issued_form as form')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('forms.form_seal as seal')
          .select(['seal.state', 'seal.sha256'])
          .whereRef('seal.form_id', '=', 'form.id')
          .orderBy(sql`seal.sha256 is null`)
          .orderBy('seal.number', 'desc')
          .limit(1)
          .as('seal'),
      (join) => join.onTrue(),
    )
    .selectAll('form')
    .select(['seal.state as seal_state', 'seal.sha256 as seal_sha256'])

type FormRow = Awaited<ReturnType<ReturnType<typeof selectForms>['executeTakeFirstOrThrow']>>

const toForm = (row: FormRow): IssuedForm => ({
  id: row.id,
  dossierId: row.dossier_id,
  dossierCode: row.dossier_code,
  number: row.form_number as DossierFormNumber,
  eventNumber: row.event_number,
  version: row.version,
  checkCode: row.check_code,
  agencyId: row.agency_id,
  agencyName: row.agency_name,
  says: row.says as IssuedForm['says'],
  templateVersion: row.template_version,
  sha256: row.sha256,
  reason: row.reason,
  issuedByName: row.issued_by_name,
  issuedAt: instantOf(row.issued_at),
  seal: row.seal_sha256 ? 'sealed' : ((row.seal_state ?? 'no_seal') as SealState),
  contentSha256: row.seal_sha256 ?? row.sha256,
})

/** The forms of a dossier in the order they were issued; a dossier has a few, at most 100 are given. */
export async function listForms(db: Db | Tx, dossierId: string): Promise<IssuedForm[]> {
  const rows = await selectForms(db)
    .where('form.dossier_id', '=', dossierId)
    .orderBy('form.issued_at')
    .orderBy('form.form_number')
    .orderBy('form.version')
    .limit(100)
    .execute()
  return rows.map(toForm)
}

/** The newest version of the form that tells of an event; null: not issued. */
export async function findForm(
  db: Db | Tx,
  dossierId: string,
  number: DossierFormNumber,
  eventNumber: number,
): Promise<IssuedForm | null> {
  const row = await selectForms(db)
    .where('form.dossier_id', '=', dossierId)
    .where('form.form_number', '=', number)
    .where('form.event_number', '=', eventNumber)
    .orderBy('form.version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? toForm(row) : null
}

export async function findFormById(db: Db, id: string): Promise<IssuedForm | null> {
  const row = await selectForms(db).where('form.id', '=', id).executeTakeFirst()
  return row ? toForm(row) : null
}

/** By the code printed on it. */
export async function findFormByCheckCode(db: Db, checkCode: string): Promise<IssuedForm | null> {
  const row = await selectForms(db).where('form.check_code', '=', checkCode).executeTakeFirst()
  return row ? toForm(row) : null
}

/** By a content it ever had. */
export async function findFormByContent(db: Db, sha256: string): Promise<IssuedForm | null> {
  const sealed = db.selectFrom('forms.form_seal').select('form_id').where('sha256', '=', sha256)
  const row = await selectForms(db)
    .where((eb) => eb.or([eb('form.sha256', '=', sha256), eb('form.id', 'in', sealed)]))
    .orderBy('form.issued_at')
    .limit(1)
    .executeTakeFirst()
  return row ? toForm(row) : null
}

/** All contents a form had, the one given out last. */
export async function listContents(db: Db, form: IssuedForm): Promise<string[]> {
  const rows = await db
    .selectFrom('forms.form_seal')
    .select('sha256')
    .where('form_id', '=', form.id)
    .where('sha256', 'is not', null)
    .orderBy('number')
    .execute()
  return [form.sha256, ...rows.flatMap(({ sha256 }) => sha256 ?? [])]
}

export type NewForm = Omit<IssuedForm, 'seal' | 'contentSha256'> & Readonly<{ sizeBytes: number }>

/** False: this version was issued by somebody else at the same moment. */
export async function appendForm(tx: Tx, form: NewForm): Promise<boolean> {
  const inserted = await tx
    .insertInto('forms.issued_form')
    .values({
      id: form.id,
      dossier_id: form.dossierId,
      dossier_code: form.dossierCode,
      form_number: form.number,
      event_number: form.eventNumber,
      version: form.version,
      check_code: form.checkCode,
      agency_id: form.agencyId,
      agency_name: form.agencyName,
      says: JSON.stringify(form.says),
      template_version: form.templateVersion,
      sha256: form.sha256,
      size_bytes: form.sizeBytes,
      reason: form.reason,
      issued_by_name: form.issuedByName,
      issued_at: form.issuedAt.toString(),
    })
    .onConflict((conflict) => conflict.constraint('issued_form_version_key').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** Written again it is the same row. */
export async function appendSeal(
  tx: Tx,
  formId: string,
  state: SealState | 'strengthened',
  sha256: string | null,
  at: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('forms.form_seal')
    .values({ form_id: formId, state, sha256, at: at.toString() })
    .onConflict((conflict) => conflict.constraint('form_seal_once_key').doNothing())
    .execute()
}

/** A template of a form: edited by one, approved by another, in force from a day. Days are `YYYY-MM-DD`. */
export type FormTemplate = Readonly<{
  id: string
  number: FormNumber
  version: number
  state: 'draft' | 'proposed' | 'approved' | 'dropped'
  /** Counts its changes: who saves says which one was seen. */
  revision: number
  settings: FormSettings
  source: string | null
  validFrom: string | null
  decisionNumber: string | null
  decidedOn: string | null
  editedBy: string
  editedByName: string
  editedAt: Temporal.Instant
  approvedByName: string | null
  approvedAt: Temporal.Instant | null
}>

// Days as texts: a date of the driver would be an instant.
const selectTemplates = (db: Db | Tx) =>
  db
    .selectFrom('forms.form_template')
    .selectAll()
    .select([
      sql<string | null>`valid_from::text`.as('valid_from_day'),
      sql<string | null>`decided_on::text`.as('decided_on_day'),
    ])
type TemplateRow = Awaited<ReturnType<ReturnType<typeof selectTemplates>['executeTakeFirstOrThrow']>>

const toTemplate = (row: TemplateRow): FormTemplate => ({
  id: row.id,
  number: row.form_number as FormNumber,
  version: row.version,
  state: row.state as FormTemplate['state'],
  revision: row.revision,
  settings: row.settings as FormSettings,
  source: row.source,
  validFrom: row.valid_from_day,
  decisionNumber: row.decision_number,
  decidedOn: row.decided_on_day,
  editedBy: row.edited_by,
  editedByName: row.edited_by_name,
  editedAt: instantOf(row.edited_at),
  approvedByName: row.approved_by_name,
  approvedAt: row.approved_at && instantOf(row.approved_at),
})

/** The template in force on a day; null: the program's own. */
export async function findTemplateInForce(
  db: Db,
  number: FormNumber,
  on: string,
): Promise<FormTemplate | null> {
  const row = await selectTemplates(db)
    .where('form_number', '=', number)
    .where('state', '=', 'approved')
    .where(sql<boolean>`valid_from <= ${on}::date`)
    .orderBy('valid_from', 'desc')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? toTemplate(row) : null
}

/** The newest versions first, at most 50; of every form when none is named. */
export async function listTemplates(db: Db, number: FormNumber | null): Promise<FormTemplate[]> {
  const rows = await selectTemplates(db)
    .where((eb) => (number ? eb('form_number', '=', number) : eb.lit(true)))
    .orderBy('form_number')
    .orderBy('version', 'desc')
    .limit(50)
    .execute()
  return rows.map(toTemplate)
}

/** The one being written or waiting for approval; it, or its absence, is held until the transaction ends. */
export async function lockOpenTemplate(tx: Tx, number: FormNumber): Promise<FormTemplate | null> {
  await sql`select pg_advisory_xact_lock(hashtext(${`forms.form_template:${number}`}))`.execute(tx)
  const row = await selectTemplates(tx)
    .where('form_number', '=', number)
    .where('state', 'in', ['draft', 'proposed'])
    .forUpdate()
    .executeTakeFirst()
  return row ? toTemplate(row) : null
}

export type TemplateChange = Omit<FormTemplate, 'version'> & Readonly<{ approvedBy: string | null }>

/** Writes a new version (the next of its form), or what an open one has become. */
export async function saveTemplate(tx: Tx, change: TemplateChange): Promise<void> {
  const { settings, editedAt, approvedAt } = change
  const values = {
    state: change.state,
    revision: change.revision,
    settings: JSON.stringify(settings),
    source: change.source,
    valid_from: change.validFrom,
    decision_number: change.decisionNumber,
    decided_on: change.decidedOn,
    edited_by: change.editedBy,
    edited_by_name: change.editedByName,
    edited_at: editedAt.toString(),
    approved_by: change.approvedBy,
    approved_by_name: change.approvedByName,
    approved_at: approvedAt?.toString() ?? null,
  }
  await tx
    .insertInto('forms.form_template')
    .values({
      id: change.id,
      form_number: change.number,
      version: sql<number>`(select coalesce(max(version), 0) + 1 from forms.form_template where form_number = ${change.number})`,
      ...values,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute()
}
