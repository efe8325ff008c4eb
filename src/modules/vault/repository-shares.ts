import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import type { Share } from './rules/share.ts'

const selectShare = (db: Db | Tx) => db.selectFrom('vault.share').selectAll()
type Row = Awaited<ReturnType<ReturnType<typeof selectShare>['executeTakeFirstOrThrow']>>

const toShare = (row: Row): Share => ({
  id: row.id,
  code: row.code,
  itemId: row.item_id,
  tokenSha256: row.token_sha256,
  purpose: row.purpose,
  recipient: row.recipient,
  sharedAt: instantOf(row.shared_at),
  sharedByName: row.shared_by_name,
  expiresAt: instantOf(row.expires_at),
  mostOpenings: row.most_openings,
  openedCount: row.opened_count,
  revokedAt: row.revoked_at && instantOf(row.revoked_at),
})

export type NewShare = Omit<Share, 'openedCount' | 'revokedAt'> & Readonly<{ sharedBy: string }>

export async function appendShare(tx: Tx, share: NewShare): Promise<void> {
  await tx
    .insertInto('vault.share')
    .values({
      id: share.id,
      code: share.code,
      item_id: share.itemId,
      token_sha256: share.tokenSha256,
      purpose: share.purpose,
      recipient: share.recipient,
      shared_at: share.sharedAt.toString(),
      shared_by: share.sharedBy,
      shared_by_name: share.sharedByName,
      expires_at: share.expiresAt.toString(),
      most_openings: share.mostOpenings,
    })
    .execute()
}

/** The share of a link, by the fingerprint of its token. */
export async function findShare(db: Db | Tx, tokenSha256: string): Promise<Share | null> {
  const row = await selectShare(db).where('token_sha256', '=', tokenSha256).executeTakeFirst()
  return row ? toShare(row) : null
}

/** How many shares of one item there may be that are still open. */
export async function countOpenShares(tx: Tx, itemId: string, at: Temporal.Instant): Promise<number> {
  const rows = await tx
    .selectFrom('vault.share')
    .select('id')
    .where('item_id', '=', itemId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', new Date(at.epochMilliseconds))
    .limit(100)
    .execute()
  return rows.length
}

/** The shares of an item with how often each was looked at and when last, the newest first. */
export async function listShares(
  db: Db,
  itemId: string,
  limit: number,
): Promise<(Share & { viewCount: number; lastViewedAt: Temporal.Instant | null })[]> {
  const rows = await db
    .selectFrom('vault.share as share')
    .leftJoinLateral(
      (by) =>
        by
          .selectFrom('vault.share_view')
          .select((eb) => [
            eb.fn.countAll<number>().as('view_count'),
            eb.fn.max('viewed_at').as('last_viewed_at'),
          ])
          .whereRef('share_id', '=', 'share.id')
          .as('seen'),
      (join) => join.onTrue(),
    )
    .selectAll('share')
    .select(['seen.view_count', 'seen.last_viewed_at'])
    .where('share.item_id', '=', itemId)
    .orderBy('share.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    ...toShare(row),
    viewCount: Number(row.view_count ?? 0),
    lastViewedAt: row.last_viewed_at && instantOf(row.last_viewed_at),
  }))
}

/** Ends a share of the item; false when it was ended before, or is not of this item. */
export async function endShare(
  tx: Tx,
  { itemId, code, at }: Readonly<{ itemId: string; code: string; at: Temporal.Instant }>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('vault.share')
    .set({ revoked_at: at.toString() })
    .where('item_id', '=', itemId)
    .where('code', '=', code)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Counts one opening of the file while it is allowed: of two at once for the last one, one gets it. */
export async function takeOpening(tx: Tx, id: string, at: Temporal.Instant): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('vault.share')
    .set((by) => ({ opened_count: by('opened_count', '+', 1) }))
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', new Date(at.epochMilliseconds))
    .where((by) => by.or([by('most_openings', 'is', null), by('opened_count', '<', by.ref('most_openings'))]))
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

export type ShareView = Readonly<{
  viewedAt: Temporal.Instant
  kind: 'page' | 'file' | 'refused'
  address: string
}>

export async function appendShareView(tx: Tx, shareId: string, view: ShareView): Promise<void> {
  await tx
    .insertInto('vault.share_view')
    .values({
      id: makeId(view.viewedAt.epochMilliseconds),
      share_id: shareId,
      viewed_at: view.viewedAt.toString(),
      kind: view.kind,
      address: view.address,
    })
    .execute()
}

/** The last looks at a share, the newest first. */
export async function listShareViews(db: Db, shareId: string, limit: number): Promise<ShareView[]> {
  const rows = await db
    .selectFrom('vault.share_view')
    .select(['viewed_at', 'kind', 'address'])
    .where('share_id', '=', shareId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ viewed_at, kind, address }) => ({
    viewedAt: instantOf(viewed_at),
    kind: kind as ShareView['kind'],
    address,
  }))
}
