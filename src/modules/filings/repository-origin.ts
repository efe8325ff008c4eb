import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'

/** A dossier that was filed at a destination: the code it has there, the account of who filed it, and when, as far as it said. */
export type Origin = Readonly<{ code: string; account: string | null; filedAt: Temporal.Instant | null }>

export async function findOrigin(db: Db | Tx, dossierId: string, destination: string): Promise<Origin | null> {
  const row = await db
    .selectFrom('filings.remote_origin')
    .select(['their_code as code', 'their_account as account', 'filed_at'])
    .where('dossier_id', '=', dossierId)
    .where('destination', '=', destination)
    .executeTakeFirst()
  if (!row) return null
  const { filed_at, ...origin } = row
  return { ...origin, filedAt: filed_at && instantOf(filed_at) }
}

/** The dossier that was taken from a destination under that code; null: it was not taken yet. */
export async function findTakenDossier(
  db: Db | Tx,
  destination: string,
  theirCode: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('filings.remote_origin')
    .select('dossier_id')
    .where('destination', '=', destination)
    .where('their_code', '=', theirCode)
    .executeTakeFirst()
  return row?.dossier_id ?? null
}

/**
 * Notes that a dossier was filed at a destination, in the transaction that makes the dossier. From then on that destination
 * is told of it under its own code, from the first event on.
 */
export async function recordOrigin(
  tx: Tx,
  origin: Origin & Readonly<{ dossierId: string; destination: string; at: Temporal.Instant }>,
): Promise<void> {
  await tx
    .insertInto('filings.remote_origin')
    .values({
      dossier_id: origin.dossierId,
      destination: origin.destination,
      their_code: origin.code,
      their_account: origin.account,
      filed_at: origin.filedAt?.toString() ?? null,
      recorded_at: origin.at.toString(),
    })
    .onConflict((conflict) => conflict.constraint('remote_origin_pkey').doNothing())
    .execute()
}
