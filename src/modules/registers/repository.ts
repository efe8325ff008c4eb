import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { FailureReason, RegisterAnswer } from './ports.ts'
import type { Outcomes } from './rules/outcome.ts'

/** Lượt tra cứu, as it is written down before the question leaves. */
export type NewLookUp = Readonly<{
  id: string
  askedAt: Temporal.Instant
  register: string
  kind: 'verify' | 'read'
  subject: string
  inputKinds: readonly string[]
  fields: readonly string[]
  purpose: string
  occasion: string | null
  dossier: Readonly<{ id: string; code: string }> | null
  account: Readonly<{ kind: 'citizen' | 'officer'; id: string; name: string }>
  agency: Readonly<{ code: string; name: string }> | null
  keptFromId: string | null
}>

/** Writes one down; false when what was read from a kept answer is on record for this draft or dossier already. */
export async function appendLookUp(tx: Tx, lookUp: NewLookUp): Promise<boolean> {
  const { account, agency, dossier } = lookUp
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('registers.look_up')
    .values({
      id: lookUp.id,
      asked_at: lookUp.askedAt.toString(),
      register: lookUp.register,
      kind: lookUp.kind,
      subject: lookUp.subject,
      input_kinds: [...lookUp.inputKinds],
      fields: [...lookUp.fields],
      purpose: lookUp.purpose,
      occasion: lookUp.occasion,
      dossier_id: dossier?.id ?? null,
      dossier_code: dossier?.code ?? null,
      account_kind: account.kind,
      account_id: account.id,
      account_name: account.name,
      agency_code: agency?.code ?? null,
      agency_name: agency?.name ?? null,
      kept_from_id: lookUp.keptFromId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** Whether what is read is on record for this draft or dossier: as the question itself, or as one answered from its answer. */
export async function isReadOnRecord(
  db: Db,
  { keptFromId, account, occasion, dossier }: NewLookUp,
): Promise<boolean> {
  const found = await db
    .selectFrom('registers.look_up')
    .select('id')
    .where('account_id', '=', account.id)
    .where((or) =>
      or.or([
        or('id', '=', keptFromId),
        or.and([or('kept_from_id', '=', keptFromId), or('kind', '=', 'read')]),
      ]),
    )
    .where(sql<string>`coalesce(occasion, dossier_id::text)`, '=', occasion ?? dossier?.id ?? '')
    .executeTakeFirst()
  return found !== undefined
}

/** How a question ended: with outcomes, or without an answer. */
export type Ending = Readonly<{ outcomes: Outcomes } | { failure: FailureReason }>

export async function appendAnswer(
  tx: Tx,
  lookUpId: string,
  at: Temporal.Instant,
  ending: Ending,
): Promise<void> {
  await tx
    .insertInto('registers.look_up_answer')
    .values({
      look_up_id: lookUpId,
      answered_at: at.toString(),
      outcomes: 'outcomes' in ending ? JSON.stringify(ending.outcomes) : null,
      failure: 'failure' in ending ? ending.failure : null,
    })
    .execute()
}

/** An answer that may be given again until it expires. */
export type KeptAnswer = RegisterAnswer &
  Readonly<{ lookUpId: string; answeredAt: Temporal.Instant; expiresAt: Temporal.Instant }>

/** The kept answer to a question that has not expired. */
export async function findKept(
  db: Db,
  questionSha256: string,
  now: Temporal.Instant,
): Promise<KeptAnswer | null> {
  const row = await db
    .selectFrom('registers.kept_answer')
    .selectAll()
    .where('question_sha256', '=', questionSha256)
    .where('expires_at', '>', sql<Date>`${now.toString()}::timestamptz`)
    .executeTakeFirst()
  return row
    ? {
        lookUpId: row.look_up_id,
        answeredAt: instantOf(row.answered_at),
        expiresAt: instantOf(row.expires_at),
        outcomes: row.outcomes as Outcomes,
        values: row.told as Record<string, string>,
      }
    : null
}

/** Keeps an answer in the place of an older one to the same question. */
export async function keepAnswer(tx: Tx, questionSha256: string, kept: KeptAnswer): Promise<void> {
  const row = {
    look_up_id: kept.lookUpId,
    answered_at: kept.answeredAt.toString(),
    expires_at: kept.expiresAt.toString(),
    outcomes: JSON.stringify(kept.outcomes),
    told: JSON.stringify(kept.values),
  }
  await tx
    .insertInto('registers.kept_answer')
    .values({ question_sha256: questionSha256, ...row })
    .onConflict((conflict) => conflict.column('question_sha256').doUpdateSet(row))
    .execute()
}

/** Forgets the answers whose time is over; gives how many. */
export async function deleteExpired(tx: Tx, now: Temporal.Instant): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('registers.kept_answer')
    .where('expires_at', '<=', sql<Date>`${now.toString()}::timestamptz`)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** Ties the look-ups of an occasion to the dossier it became; told again, it changes nothing. */
export async function tieToDossier(
  tx: Tx,
  tie: Readonly<{ occasion: string; accountId: string; dossierId: string; code: string; at: Temporal.Instant }>,
): Promise<void> {
  await sql`
    insert into registers.look_up_dossier (look_up_id, dossier_id, dossier_code, tied_at)
    select id, ${tie.dossierId}, ${tie.code}, ${tie.at.toString()}::timestamptz from registers.look_up
    where occasion = ${tie.occasion} and account_id = ${tie.accountId}
    on conflict (look_up_id) do nothing
  `.execute(tx)
}
