import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { ListPlace } from '#platform/list-place'
import type { CodeKind } from './repository-codes.ts'

export type FilingState = 'waiting' | 'held' | 'taken' | 'refused'

/** Hồ sơ gửi đến: what came from another system, as it came, and what became of it. */
export type Filing = Readonly<{
  source: string
  code: string
  content: Readonly<Record<string, unknown>>
  contentSha256: string
  procedureCode: string | null
  agencyCode: string | null
  /** What those two codes meant here when it came, or was last tried: the codes themselves where no others were entered. */
  ourProcedureCode: string | null
  ourAgencyCode: string | null
  /** The code of the agency it is for; '': of none that is known. */
  forAgency: string
  applicantName: string | null
  state: FilingState
  reason: string | null
  detail: Readonly<Record<string, unknown>>
  dossierId: string | null
  tries: number
  /** Tries in a row that came to no end; and calls in a row in which the answer could not be told. */
  tryFaults: number
  tellFaults: number
  receivedAt: Temporal.Instant
  changedAt: Temporal.Instant
  triedAt: Temporal.Instant | null
  decidedAt: Temporal.Instant | null
  decidedBy: string | null
  answer: string | null
  answeredAt: Temporal.Instant | null
  answerError: string | null
}>

export type FilingKey = Readonly<{ source: string; code: string }>

/** What their codes mean here that moment, the codes themselves where no others were entered, and so whom it is for. */
const ourCodes = (
  { source, procedureCode, agencyCode }: Pick<Filing, 'source' | 'procedureCode' | 'agencyCode'>,
  at: string,
) => {
  const agency = ourCode({ system: source, kind: 'agency', code: agencyCode }, at)
  return {
    our_procedure_code: ourCode({ system: source, kind: 'procedure', code: procedureCode }, at),
    our_agency_code: agency,
    for_agency: sql<string>`coalesce(${agency}, '')`,
  }
}

const ourCode = (
  { system, kind, code }: Readonly<{ system: string; kind: CodeKind; code: string | null }>,
  at: string,
) => sql<string | null>`coalesce(
  (select our_code from filings.code_pair p
   where p.system = ${system} and p.kind = ${kind} and p.their_code = ${code}
     and (${at}::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date
       between p.valid_from and coalesce(p.valid_to, 'infinity')
   order by p.valid_from desc limit 1),
  ${code}::text)`

const select = (db: Db | Tx) => db.selectFrom('filings.filing').selectAll()
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>

const toFiling = (row: Row): Filing => ({
  source: row.source,
  code: row.their_code,
  content: row.content as Filing['content'],
  contentSha256: row.content_sha256,
  procedureCode: row.procedure_code,
  agencyCode: row.agency_code,
  ourProcedureCode: row.our_procedure_code,
  ourAgencyCode: row.our_agency_code,
  forAgency: row.for_agency,
  applicantName: row.applicant_name,
  state: row.state as FilingState,
  reason: row.reason,
  detail: row.detail as Filing['detail'],
  dossierId: row.dossier_id,
  tries: row.tries,
  tryFaults: row.try_faults,
  tellFaults: row.tell_faults,
  receivedAt: instantOf(row.received_at),
  changedAt: instantOf(row.changed_at),
  triedAt: row.tried_at && instantOf(row.tried_at),
  decidedAt: row.decided_at && instantOf(row.decided_at),
  decidedBy: row.decided_by,
  answer: row.answer,
  answeredAt: row.answered_at && instantOf(row.answered_at),
  answerError: row.answer_error,
})

/**
 * Keeps what came, as it came, and gives it as it stands. What came before with another content has the new one from now
 * on, and waits to be tried again, unless it is a dossier or was refused.
 */
export async function keepFiling(
  tx: Tx,
  came: FilingKey &
    Pick<Filing, 'content' | 'contentSha256' | 'procedureCode' | 'agencyCode' | 'applicantName'>,
  at: Temporal.Instant,
): Promise<Filing> {
  const said = {
    content: JSON.stringify(came.content),
    content_sha256: came.contentSha256,
    procedure_code: came.procedureCode,
    agency_code: came.agencyCode,
    ...ourCodes(came, at.toString()),
    applicant_name: came.applicantName,
    changed_at: at.toString(),
  }
  await tx
    .insertInto('filings.filing')
    .values({
      ...said,
      ...{ source: came.source, their_code: came.code, state: 'waiting', received_at: at.toString() },
    })
    .onConflict((conflict) =>
      conflict
        .constraint('filing_pkey')
        .doUpdateSet({ ...said, ...atOnce, state: 'waiting', reason: null, detail: '{}' })
        .where('filings.filing.content_sha256', '<>', came.contentSha256)
        .where('filings.filing.state', 'in', ['waiting', 'held']),
    )
    .execute()
  const filing = await findFiling(tx, came)
  if (!filing) throw new Error('the filing is gone')
  return filing
}

export async function findFiling(db: Db | Tx, { source, code }: FilingKey): Promise<Filing | null> {
  const row = await select(db).where('source', '=', source).where('their_code', '=', code).executeTakeFirst()
  return row ? toFiling(row) : null
}

/** Holds a filing until the transaction ends. */
export async function lockFiling(tx: Tx, { source, code }: FilingKey): Promise<Filing | null> {
  const row = await select(tx)
    .where('source', '=', source)
    .where('their_code', '=', code)
    .forUpdate()
    .executeTakeFirst()
  return row ? toFiling(row) : null
}

/** It is tried at once, as if for the first time. */
export const atOnce = { try_at: null, try_faults: 0 } as const

/** With an answer that is new: told at once. */
export const toBeTold = { answered_at: null, answer_error: null, tell_at: null, tell_faults: 0 } as const

/** What changes in a filing; what is left out stays. */
export type FilingChange = Readonly<
  Partial<{
    state: FilingState
    reason: string | null
    detail: string
    dossier_id: string
    tries: number
    tried_at: string | null
    try_at: string | null
    try_faults: number
    decided_at: string
    decided_by: string
    answer: string | null
    answered_at: string | null
    answer_error: string | null
    tell_at: string | null
    tell_faults: number
  }>
>

/** Changes a filing that the transaction holds. */
export async function changeFiling(tx: Tx, { source, code }: FilingKey, change: FilingChange): Promise<void> {
  await tx
    .updateTable('filings.filing')
    .set(change)
    .where('source', '=', source)
    .where('their_code', '=', code)
    .execute()
}

/**
 * Writes what came of trying a filing as it was read, and what its codes meant at that moment. False, and nothing is written,
 * when it was decided or became a dossier meanwhile, or came with another content.
 */
export async function recordTry(
  db: Db | Tx,
  tried: Filing,
  change: FilingChange & Readonly<{ tried_at: string }>,
): Promise<boolean> {
  const ofNone = change.reason === 'filings.agency_unknown' ? { for_agency: '' } : {}
  const { numUpdatedRows } = await db
    .updateTable('filings.filing')
    .set({ ...ourCodes(tried, change.tried_at), ...ofNone, ...change })
    .where('source', '=', tried.source)
    .where('their_code', '=', tried.code)
    .where('state', 'in', ['waiting', 'held'])
    .where('content_sha256', '=', tried.contentSha256)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Writes what came of telling their system an answer; nothing when there is another to tell by now. */
export async function recordAnswered(
  db: Db,
  { source, code, answer, decidedBy }: Filing,
  change: Pick<FilingChange, 'answered_at' | 'answer_error' | 'tell_at' | 'tell_faults'>,
): Promise<void> {
  await db
    .updateTable('filings.filing')
    .set(change)
    .where('source', '=', source)
    .where('their_code', '=', code)
    .where('answer', '=', answer)
    .where('decided_by', 'is not distinct from', decidedBy)
    .execute()
}

/** What waits or is held and may be tried by now: first what never failed, then the longest due. */
export async function listToTry(db: Db, source: string, now: Temporal.Instant, most: number) {
  const rows = await select(db)
    .where('source', '=', source)
    .where('state', 'in', ['waiting', 'held'])
    .where(isDue('try_at', now))
    .orderBy('try_faults')
    .orderBy(sql`try_at nulls first`)
    .limit(most)
    .execute()
  return rows.map(toFiling)
}

/** What their system has not been told yet and may be told by now, the longest due first. */
export async function listUnanswered(
  db: Db,
  source: string,
  now: Temporal.Instant,
  most: number,
): Promise<Filing[]> {
  const rows = await select(db)
    .where('source', '=', source)
    .where('answer', 'is not', null)
    .where('answered_at', 'is', null)
    .where(isDue('tell_at', now))
    .orderBy(sql`tell_at nulls first`)
    .orderBy('changed_at')
    .limit(most)
    .execute()
  return rows.map(toFiling)
}

const isDue = (column: 'try_at' | 'tell_at', now: Temporal.Instant) =>
  sql<boolean>`coalesce(${sql.ref(column)} <= ${now.toString()}::timestamptz, true)`

export type FilingQuery = Readonly<{
  states: readonly FilingState[]
  /** Only what is for this agency, or for none that is known; null: all. */
  agencyCode: string | null
  /** The last one seen; its id is their code. */
  before: ListPlace | null
  limit: number
}>

/** The filings that the query asks for, the newest first. */
export async function listFilings(db: Db, query: FilingQuery): Promise<Filing[]> {
  const rows = await filingsQuery(db, query).execute()
  return rows.map(toFiling)
}

/** Each state of each agency has its newest ones in order in an index; of these heads the newest are taken. */
export function filingsQuery(db: Db, { states, agencyCode, before, limit }: FilingQuery) {
  const agencies = agencyCode === null ? [null] : [agencyCode, '']
  const parts = states.flatMap((state) => agencies.map((agency) => ({ state, agency })))
  const most = Math.min(limit, 200)
  return db
    .selectFrom(
      sql<{ part_state: string; part_agency: string }>`unnest(
        ${parts.map(({ state }) => state)}::text[], ${parts.map(({ agency }) => agency)}::text[])`.as<'part'>(
        sql`part (part_state, part_agency)`,
      ),
    )
    .innerJoinLateral(
      (of) =>
        of
          .selectFrom('filings.filing')
          .selectAll('filings.filing')
          .whereRef('state', '=', 'part.part_state')
          .$if(agencyCode !== null, (filings) => filings.whereRef('for_agency', '=', 'part.part_agency'))
          .$if(before !== null, (filings) =>
            filings.where(
              sql<boolean>`(received_at, their_code) < (${before?.at}::timestamptz, ${before?.id})`,
            ),
          )
          .orderBy('received_at', 'desc')
          .orderBy('their_code', 'desc')
          .limit(most)
          .as('filing'),
      (join) => join.onTrue(),
    )
    .selectAll('filing')
    .orderBy('received_at', 'desc')
    .orderBy('their_code', 'desc')
    .limit(most)
}
