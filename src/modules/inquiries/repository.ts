import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { foldForSearch } from '#platform/search-text'

/** Câu trả lời: what an agency answered. */
export type Reply = Readonly<{
  id: string
  text: string
  /** Everybody may read question and reply. */
  isPublic: boolean
  at: Temporal.Instant
  /** The account of the officer; null: of another body. */
  by: string | null
  byName: string | null
  agencyName: string
}>

/** Hỏi đáp: what somebody asked, and the newest reply. */
export type Inquiry = Readonly<{
  id: string
  /** `here`, or the code of the system it was asked at; `theirId` is its id there. */
  source: string
  theirId: string
  title: string
  question: string
  askerName: string | null
  /** The account of who asked here. */
  askedBy: string | null
  procedureCode: string | null
  agencyId: string | null
  /** Another body that answered it in public elsewhere; null: ours to answer. */
  publisher: string | null
  askedAt: Temporal.Instant
  receivedAt: Temporal.Instant
  reply: Reply | null
}>

/** An inquiry with its newest reply, row by row. */
export const selectInquiries = (db: Db | Tx) =>
  db
    .selectFrom('inquiries.inquiry as i')
    .leftJoin('inquiries.reply as r', 'r.id', 'i.reply_id')
    .select([
      ...(['i.id', 'i.source', 'i.their_id', 'i.title', 'i.question', 'i.asker_name', 'i.asked_by'] as const),
      ...(['i.procedure_code', 'i.agency_id', 'i.publisher', 'i.asked_at', 'i.received_at'] as const),
      ...(['r.id as reply_id', 'r.text', 'r.is_public', 'r.replied_at', 'r.replied_by'] as const),
      ...(['r.replied_by_name', 'r.agency_name'] as const),
    ])

type Row = Awaited<ReturnType<ReturnType<typeof selectInquiries>['executeTakeFirstOrThrow']>>

export const toInquiry = (row: Row): Inquiry => ({
  ...{ id: row.id, source: row.source, theirId: row.their_id, title: row.title, question: row.question },
  ...{ askerName: row.asker_name, askedBy: row.asked_by, procedureCode: row.procedure_code },
  ...{ agencyId: row.agency_id, publisher: row.publisher },
  ...{ askedAt: instantOf(row.asked_at), receivedAt: instantOf(row.received_at) },
  reply: toReply(row),
})

function toReply(row: Row): Reply | null {
  const { reply_id: id, text, replied_at: at, agency_name: agencyName } = row
  if (id === null || text === null || at === null || agencyName === null) return null
  const { replied_by: by, replied_by_name: byName, is_public: isPublic } = row
  return { id, text, isPublic: isPublic === true, at: instantOf(at), by, byName, agencyName }
}

const longestWord = 60

/** What search compares, word by word: a word longer than any is cut, so that it can be kept. */
const searchTextOf = (...texts: readonly string[]): string =>
  foldForSearch(texts.join(' '))
    .split(' ')
    .map((word) => word.slice(0, longestWord))
    .join(' ')

/** Keeps a question; false when this one was kept before: then nothing is written. */
export async function keepInquiry(tx: Tx, inquiry: Omit<Inquiry, 'reply'>): Promise<boolean> {
  const row = await tx
    .insertInto('inquiries.inquiry')
    .values({
      ...{ id: inquiry.id, source: inquiry.source, their_id: inquiry.theirId },
      ...{ title: inquiry.title, question: inquiry.question, asker_name: inquiry.askerName },
      ...{ asked_by: inquiry.askedBy, procedure_code: inquiry.procedureCode, agency_id: inquiry.agencyId },
      ...{ publisher: inquiry.publisher, asked_at: inquiry.askedAt.toString() },
      ...{ received_at: inquiry.receivedAt.toString() },
      search_text: searchTextOf(inquiry.title, inquiry.question),
    })
    .onConflict((conflict) => conflict.constraint('inquiry_source_key').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Appends a reply, which from now on stands; `agencyId`: whose it is, null of another body. */
export async function saveReply(
  tx: Tx,
  { id, title, question }: Inquiry,
  reply: Reply,
  agencyId: string | null,
): Promise<void> {
  const at = reply.at.toString()
  await tx
    .insertInto('inquiries.reply')
    .values({
      ...{ id: reply.id, inquiry_id: id, text: reply.text, is_public: reply.isPublic, replied_at: at },
      ...{ replied_by: reply.by, replied_by_name: reply.byName, agency_name: reply.agencyName },
    })
    .execute()
  await tx
    .updateTable('inquiries.inquiry')
    .set({ reply_id: reply.id, replied_at: at, is_public: reply.isPublic })
    .set({ agency_id: agencyId, search_text: searchTextOf(title, question, reply.text) })
    .where('id', '=', id)
    .execute()
}

export async function findInquiry(db: Db | Tx, id: string): Promise<Inquiry | null> {
  const row = await selectInquiries(db).where('i.id', '=', id).executeTakeFirst()
  return row ? toInquiry(row) : null
}

/**
 * The same, and nobody else changes it until the transaction ends. Locked first and read then: a join that waited for the
 * lock would show the row as it is now beside the reply of before.
 */
export async function lockInquiry(tx: Tx, id: string): Promise<Inquiry | null> {
  await tx.selectFrom('inquiries.inquiry').select('id').where('id', '=', id).forUpdate().execute()
  return await findInquiry(tx, id)
}

export async function findByTheirId(db: Db | Tx, source: string, theirId: string): Promise<Inquiry | null> {
  const row = await selectInquiries(db)
    .where('i.source', '=', source)
    .where('i.their_id', '=', theirId)
    .executeTakeFirst()
  return row ? toInquiry(row) : null
}

/** Of an inquiry that is kept: whether it is ours to answer, and when it was answered. */
export type Known = Readonly<{ publisher: string | null; repliedAt: Temporal.Instant | null }>

/** Which of these ids of a system are kept already. */
export async function listKnown(
  db: Db,
  source: string,
  theirIds: readonly string[],
): Promise<Map<string, Known>> {
  const rows = await db
    .selectFrom('inquiries.inquiry')
    .select(['their_id', 'publisher', 'replied_at'])
    .where('source', '=', source)
    .where('their_id', '=', sql<string>`any(${[...theirIds]}::text[])`)
    .execute()
  return new Map(
    rows.map(({ their_id, publisher, replied_at: at }) => [
      their_id,
      { publisher, repliedAt: at && instantOf(at) },
    ]),
  )
}

/** The inquiry that a reply is of, with its newest reply. */
export async function findByReply(db: Db, replyId: string): Promise<Inquiry | null> {
  const row = await selectInquiries(db)
    .innerJoin('inquiries.reply as told', 'told.inquiry_id', 'i.id')
    .where('told.id', '=', replyId)
    .executeTakeFirst()
  return row ? toInquiry(row) : null
}

/** The replies that were corrected, the newest first; at most 20. */
export async function listCorrected(db: Db, { id, reply }: Inquiry): Promise<Reply[]> {
  if (!reply) return []
  const rows = await db
    .selectFrom('inquiries.reply')
    .selectAll()
    .where('inquiry_id', '=', id)
    .where('id', '!=', reply.id)
    .orderBy('replied_at', 'desc')
    .limit(20)
    .execute()
  return rows.map((row) => ({
    ...{ id: row.id, text: row.text, isPublic: row.is_public, at: instantOf(row.replied_at) },
    ...{ by: row.replied_by, byName: row.replied_by_name, agencyName: row.agency_name },
  }))
}

/** From now on the officers of this agency answer it. */
export async function setAgency(tx: Tx, id: string, agencyId: string): Promise<void> {
  await tx.updateTable('inquiries.inquiry').set({ agency_id: agencyId }).where('id', '=', id).execute()
}

/** How many questions of a person wait for an answer; the person's row of questions is locked against another at once. */
export async function countOpenOf(tx: Tx, accountId: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`inquiries.ask ${accountId}`}, 0))`.execute(tx)
  const row = await tx
    .selectFrom('inquiries.inquiry')
    .select((one) => one.fn.countAll<string>().as('count'))
    .where('asked_by', '=', accountId)
    .where('reply_id', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
