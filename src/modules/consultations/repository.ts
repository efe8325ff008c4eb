import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { Opinion } from './rules/consultation.ts'

/** What the asked agency said, who said it for the agency, and when. */
export type Answer = Readonly<{
  opinion: Opinion
  text: string
  at: Temporal.Instant
  by: string
  byName: string
}>

/** Lấy ý kiến: one question of the agency that decides a dossier to another agency. */
export type Consultation = Readonly<{
  id: string
  dossierId: string
  /** Counts the consultations of the dossier. */
  number: number
  dossierCode: string
  procedureName: string
  askingAgencyId: string
  askedAgencyId: string
  question: string
  askedAt: Temporal.Instant
  /** The account that asked. */
  askedBy: string
  askedByName: string
  dueAt: Temporal.Instant
  answer: Answer | null
  toldOverdueAt: Temporal.Instant | null
  /** The dossier had ended: nobody waits for the answer any more. */
  lapsedAt: Temporal.Instant | null
}>

/** A paper of the dossier that the asked agency may see. */
export type ConsultationPaper = Readonly<{ paperId: string; componentName: string; name: string }>

const select = (db: Db | Tx) => db.selectFrom('consultations.consultation').selectAll()
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>

const toConsultation = (row: Row): Consultation => ({
  id: row.id,
  dossierId: row.dossier_id,
  number: row.number,
  dossierCode: row.dossier_code,
  procedureName: row.procedure_name,
  askingAgencyId: row.asking_agency_id,
  askedAgencyId: row.asked_agency_id,
  question: row.question,
  askedAt: instantOf(row.asked_at),
  askedBy: row.asked_by,
  askedByName: row.asked_by_name,
  dueAt: instantOf(row.due_at),
  answer: toAnswer(row),
  toldOverdueAt: row.told_overdue_at && instantOf(row.told_overdue_at),
  lapsedAt: row.lapsed_at && instantOf(row.lapsed_at),
})

function toAnswer(row: Row): Answer | null {
  if (!row.answered_at) return null
  return {
    opinion: row.opinion as Opinion,
    text: row.answer ?? '',
    at: instantOf(row.answered_at),
    by: row.answered_by ?? '',
    byName: row.answered_by_name ?? '',
  }
}

export async function findConsultation(db: Db | Tx, id: string): Promise<Consultation | null> {
  const row = await select(db).where('id', '=', id).executeTakeFirst()
  return row ? toConsultation(row) : null
}

/** Every consultation of a dossier in the order they were asked, at most 200. */
export async function listConsultationsOf(db: Db, dossierId: string): Promise<Consultation[]> {
  const rows = await select(db).where('dossier_id', '=', dossierId).orderBy('number').limit(200).execute()
  return rows.map(toConsultation)
}

/** The papers of these consultations, in the order of the dossier. One query however many. */
export async function listConsultationPapers(
  db: Db,
  ids: readonly string[],
): Promise<(id: string) => ConsultationPaper[]> {
  if (ids.length === 0) return () => []
  const rows = await db
    .selectFrom('consultations.consultation_paper')
    .selectAll()
    .where('consultation_id', 'in', ids)
    .orderBy('consultation_id')
    .orderBy('number')
    .execute()
  const byId = Map.groupBy(rows, (row) => row.consultation_id)
  return (id) =>
    (byId.get(id) ?? []).map((row) => ({
      paperId: row.paper_id,
      componentName: row.component_name,
      name: row.name,
    }))
}

/** Those that wait for an answer of the agency, the soonest due first; `after` is the last one of the page before. */
export async function listOpen(
  db: Db,
  agencyId: string,
  { after, limit }: Readonly<{ after: Pick<Consultation, 'id' | 'dueAt'> | null; limit: number }>,
): Promise<Consultation[]> {
  const rows = await select(db)
    .where('asked_agency_id', '=', agencyId)
    .where('answered_at', 'is', null)
    .where('lapsed_at', 'is', null)
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(due_at, id) > (${after?.dueAt.toString()}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('due_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toConsultation)
}

/** How many wait for an answer of the agency, counted to `limit` and no further. */
export async function countOpen(db: Db, agencyId: string, limit: number): Promise<number> {
  const { rows } = await sql<{ open: number }>`
    select count(*)::int as open from (
      select from consultations.consultation
      where asked_agency_id = ${agencyId} and answered_at is null and lapsed_at is null limit ${limit}
    ) as bounded`.execute(db)
  return rows[0]?.open ?? 0
}

/** A consultation with the fingerprint of the request that made it. */
export type Asked = Readonly<{ consultation: Consultation; sha256: string }>

/** What was asked under this key; the dossier is locked by the caller, so that one key asks once. */
export async function findAsked(tx: Tx, dossierId: string, key: string): Promise<Asked | null> {
  const row = await select(tx).where('dossier_id', '=', dossierId).where('ask_key', '=', key).executeTakeFirst()
  return row ? { consultation: toConsultation(row), sha256: row.ask_sha256 } : null
}

/** What is written when an agency is asked; `number` is given here. The dossier is locked by the caller. */
export type NewConsultation = Omit<Consultation, 'number' | 'answer' | 'toldOverdueAt' | 'lapsedAt'> &
  Readonly<{
    key: string | null
    sha256: string
    lookAt: Temporal.Instant
    papers: readonly ConsultationPaper[]
  }>

export async function appendConsultation(tx: Tx, asked: NewConsultation): Promise<Consultation> {
  const { rows } = await sql<{ number: number }>`
    insert into consultations.consultation (id, dossier_id, number, dossier_code, procedure_name, asking_agency_id,
      asked_agency_id, question, asked_at, asked_by, asked_by_name, due_at, ask_key, ask_sha256, look_at)
    select ${asked.id}, ${asked.dossierId}::uuid, coalesce(max(number), 0) + 1, ${asked.dossierCode},
      ${asked.procedureName}, ${asked.askingAgencyId}, ${asked.askedAgencyId}, ${asked.question},
      ${asked.askedAt.toString()}, ${asked.askedBy}, ${asked.askedByName}, ${asked.dueAt.toString()}, ${asked.key},
      ${asked.sha256}, ${asked.lookAt.toString()}
    from consultations.consultation where dossier_id = ${asked.dossierId}::uuid
    returning number`.execute(tx)
  const papers = asked.papers.map(({ paperId, componentName, name }, index) => ({
    consultation_id: asked.id,
    number: index + 1,
    paper_id: paperId,
    component_name: componentName,
    name,
  }))
  if (papers.length > 0) await tx.insertInto('consultations.consultation_paper').values(papers).execute()
  return { ...asked, number: rows[0]?.number ?? 0, answer: null, toldOverdueAt: null, lapsedAt: null }
}

/** Holds the consultation until the transaction ends, with the key its answer was given under: one answer each. */
export async function lockConsultation(
  tx: Tx,
  id: string,
): Promise<Readonly<{ consultation: Consultation; answerKey: string | null }> | null> {
  const row = await select(tx).where('id', '=', id).forUpdate().executeTakeFirst()
  return row ? { consultation: toConsultation(row), answerKey: row.answer_key } : null
}

/** Writes the answer; the watch need not look any more. */
export async function saveAnswer(tx: Tx, id: string, answer: Answer, key: string | null): Promise<void> {
  await tx
    .updateTable('consultations.consultation')
    .set({
      opinion: answer.opinion,
      answer: answer.text,
      answered_at: answer.at.toString(),
      answered_by: answer.by,
      answered_by_name: answer.byName,
      answer_key: key,
      look_at: null,
    })
    .where('id', '=', id)
    .execute()
}
