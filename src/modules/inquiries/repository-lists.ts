import { sql } from 'kysely'
import type { Db } from '#platform/db'
import { type Inquiry, selectInquiries, toInquiry } from './repository.ts'

/** `after`: the id of the last one of the page before; null: the first page. */
type Page = Readonly<{ after: string | null; limit: number }>
type Addressed = Readonly<{
  /** Whose officers look; null: all of them. */
  agencyId: string | null
}>

/** Open ones of an agency, and those that have none yet. */
const selectOpen = (db: Db, { agencyId }: Addressed) =>
  selectInquiries(db)
    .where('i.reply_id', 'is', null)
    .$if(agencyId !== null, (some) =>
      some.where((or) => or.or([or('i.agency_id', '=', agencyId), or('i.agency_id', 'is', null)])),
    )

/** What waits for an answer, the longest waiting first. */
export async function listOpen(db: Db, { after, limit, ...addressed }: Page & Addressed): Promise<Inquiry[]> {
  const rows = await selectOpen(db, addressed)
    .$if(after !== null, (some) =>
      some.where(
        sql<boolean>`(i.asked_at, i.id) > (select asked_at, id from inquiries.inquiry where id = ${after}::uuid)`,
      ),
    )
    .orderBy('i.asked_at')
    .orderBy('i.id')
    .limit(limit)
    .execute()
  return rows.map(toInquiry)
}

/** What was answered, the newest reply first. */
export const listAnswered = (db: Db, { agencyId, ...page }: Page & Addressed): Promise<Inquiry[]> =>
  newest(
    selectInquiries(db)
      .where('i.publisher', 'is', null)
      .where('i.reply_id', 'is not', null)
      .$if(agencyId !== null, (some) => some.where('i.agency_id', '=', agencyId)),
    'replied_at',
    page,
  )

/** A page of some, the newest first, by the moment in that column. */
async function newest(
  some: ReturnType<typeof selectInquiries>,
  by: 'replied_at' | 'asked_at',
  { after, limit }: Page,
): Promise<Inquiry[]> {
  const at = sql.ref(by)
  const rows = await some
    .$if(after !== null, (older) =>
      older.where(
        sql<boolean>`(i.${at}, i.id) < (select ${at}, id from inquiries.inquiry where id = ${after}::uuid)`,
      ),
    )
    .orderBy(`i.${by}`, 'desc')
    .orderBy('i.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toInquiry)
}

/** How many wait for an answer of these officers, counted to `most`. */
export async function countOpen(db: Db, addressed: Addressed, most: number): Promise<number> {
  const some = selectOpen(db, addressed).clearSelect().select('i.id').limit(most)
  const row = await db
    .selectFrom(some.as('counted'))
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

/** What everybody may read, the newest first. `words`: a tsquery of folded words that question or reply have all of. */
export const listPublic = (
  db: Db,
  { words, ...page }: Page & Readonly<{ words: string | null }>,
): Promise<Inquiry[]> =>
  newest(
    selectInquiries(db)
      .where('i.is_public', '=', true)
      .$if(words !== null, (some) => some.where(sql<boolean>`i.search_words @@ ${words}::tsquery`)),
    'replied_at',
    page,
  )

/** What a person asked here, the newest first. */
export const listAskedBy = (db: Db, accountId: string, page: Page): Promise<Inquiry[]> =>
  newest(selectInquiries(db).where('i.asked_by', '=', accountId), 'asked_at', page)
