import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import type { Db, Tx } from '#platform/db'

/** A dossier of which nothing waits for a destination, and which it was told of; `number`: of the last event it has taken. */
export type Told = Readonly<{ dossierId: string; dossierCode: string; number: number }>

/** `dossierId`: it alone. */
type ToldQuery = Readonly<{
  since: Temporal.Instant
  after: string | null
  limit: number
  dossierId?: string
}>

/**
 * The dossiers that a destination was told of since `since` and of which nothing waits: there both sides have to agree. By
 * id, after `after`.
 */
export async function listTold(
  db: Db | Tx,
  destination: string,
  { since, after, limit, dossierId }: ToldQuery,
): Promise<Told[]> {
  const rows = await db
    .selectFrom('sync.delivery as told')
    .select(['told.dossier_id as dossierId', (eb) => eb.fn.max('told.dossier_code').as('dossierCode')])
    .select(sql<number>`max(told.number) filter (where told.state = 'delivered')`.as('number'))
    .where('told.destination', '=', destination)
    .$if(after !== null, (query) => query.where('told.dossier_id', '>', after))
    .$if(dossierId !== undefined, (query) => query.where('told.dossier_id', '=', dossierId ?? ''))
    .groupBy('told.dossier_id')
    .having(sql<boolean>`bool_and(told.state in ('delivered', 'set_aside'))`)
    .having(sql<boolean>`max(told.sent_at) >= ${since.toString()}::timestamptz`)
    .orderBy('told.dossier_id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, dossierCode: row.dossierCode ?? '' }))
}
