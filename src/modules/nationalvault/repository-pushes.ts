import { sql, type Updateable } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf, systemClock } from '#platform/clock'
import type { Database } from '#platform/database-types'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import type { ToldResult } from './ports.ts'

/** What of a result of ours the national vault is to be told. */
export type NewPush = Omit<ToldResult, 'key' | 'ownerNumber' | 'ownerName' | 'content'> &
  Readonly<{ owner: Readonly<{ number: string; name: string }> }>

/**
 * Told when `toldAt` says so; refused by the vault when `refusedAt` does; else it waits until `nextAt`, by the clock that
 * always runs: that of the system may stand still.
 */
export type Push = NewPush &
  Readonly<{
    id: string
    queuedAt: Temporal.Instant
    nextAt: Temporal.Instant
    tries: number
    lastFailure: string | null
    refusedAt: Temporal.Instant | null
    toldAt: Temporal.Instant | null
  }>

const select = (db: Db | Tx) => db.selectFrom('nationalvault.vault_push').selectAll()
type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]

const pushOf = (row: Row): Push => ({
  ...{ id: row.id, resultId: row.result_id, kind: row.kind as Push['kind'], dossierCode: row.dossier_code },
  owner: { number: row.owner_number, name: row.owner_name },
  ...{ typeCode: row.type_code, title: row.title, number: row.number },
  issuer: { code: row.issuer_code, name: row.issuer_name },
  ...{ issuedOn: row.issued_on, sha256: row.sha256, reason: row.reason },
  ...{ queuedAt: instantOf(row.queued_at), nextAt: instantOf(row.next_at) },
  ...{ tries: row.tries, lastFailure: row.last_failure },
  refusedAt: row.refused_at && instantOf(row.refused_at),
  toldAt: row.told_at && instantOf(row.told_at),
})

/** Writes it once, however often it is asked; false when it was there. */
export async function insertPush(tx: Tx, push: NewPush, at: Temporal.Instant): Promise<boolean> {
  const { owner, issuer } = push
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('nationalvault.vault_push')
    .values({
      ...{ id: makeId(at.epochMilliseconds), result_id: push.resultId, kind: push.kind },
      ...{ dossier_code: push.dossierCode, owner_number: owner.number, owner_name: owner.name },
      ...{ type_code: push.typeCode, title: push.title, number: push.number },
      ...{ issuer_code: issuer.code, issuer_name: issuer.name, issued_on: push.issuedOn },
      ...{
        sha256: push.sha256,
        reason: push.reason,
        queued_at: at.toString(),
        next_at: systemClock.now().toString(),
      },
    })
    .onConflict((conflict) => conflict.columns(['result_id', 'kind']).doNothing())
    .executeTakeFirstOrThrow()
  return Number(numInsertedOrUpdatedRows ?? 0) > 0
}

/** What was written of a result, the first first. */
export async function listPushesOf(db: Db | Tx, resultIds: readonly string[]): Promise<Push[]> {
  if (resultIds.length === 0) return []
  const rows = await select(db)
    .where('result_id', 'in', resultIds.slice(0, 100))
    .orderBy('id')
    .limit(300)
    .execute()
  return rows.map(pushOf)
}

/** The first of each result that waits: what came before it must have been told. */
const selectFirsts = (db: Db) =>
  select(db)
    .where('told_at', 'is', null)
    .where('refused_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('nationalvault.vault_push as before')
            .select('before.id')
            .whereRef('before.result_id', '=', 'nationalvault.vault_push.result_id')
            .whereRef('before.id', '<', 'nationalvault.vault_push.id')
            .where('before.told_at', 'is', null),
        ),
      ),
    )
    .orderBy('next_at')
    .orderBy('id')

/** Those of them that may be told now, the longest due first. */
export async function listDue(db: Db, now: Temporal.Instant, limit: number): Promise<Push[]> {
  const rows = await selectFirsts(db)
    .where('next_at', '<=', new Date(now.epochMilliseconds))
    .limit(limit)
    .execute()
  return rows.map(pushOf)
}

/** When the first of them may be told; null: none can be told as long as nobody does anything. */
export async function findNextAt(db: Db): Promise<Temporal.Instant | null> {
  const row = await selectFirsts(db).limit(1).executeTakeFirst()
  return row ? instantOf(row.next_at) : null
}

type Tried = Pick<Push, 'id' | 'tries'>

export const markTold = (tx: Tx, { id, tries }: Tried, at: Temporal.Instant): Promise<void> =>
  update(tx, id, { told_at: at.toString(), last_failure: null, tries: tries + 1 })

export const markRefused = (tx: Tx, { id, tries }: Tried, at: Temporal.Instant, why: string): Promise<void> =>
  update(tx, id, { refused_at: at.toString(), last_failure: why, tries: tries + 1 })

export const markFailed = (
  tx: Tx,
  { id, tries }: Tried,
  nextAt: Temporal.Instant,
  why: string,
): Promise<void> => update(tx, id, { next_at: nextAt.toString(), last_failure: why, tries: tries + 1 })

/** To be told at once, also what was refused before. */
export const markAgain = (tx: Tx, id: string): Promise<void> =>
  update(tx, id, { next_at: systemClock.now().toString(), refused_at: null })

/** What was told stays told. */
async function update(
  tx: Tx,
  id: string,
  changes: Updateable<Database['nationalvault.vault_push']>,
): Promise<void> {
  await tx
    .updateTable('nationalvault.vault_push')
    .set(changes)
    .where('id', '=', id)
    .where('told_at', 'is', null)
    .execute()
}

/** What waits, the oldest of it, and what the vault refused; counted to 10,000. */
export type PushTally = Readonly<{ waiting: number; refused: number; oldestQueuedAt: Temporal.Instant | null }>

export async function tallyPushes(db: Db): Promise<PushTally> {
  const { rows } = await sql<{ waiting: string; refused: string; oldest: Date | null }>`
    select count(*) filter (where refused_at is null) as waiting, count(*) filter (where refused_at is not null) as refused,
      min(queued_at) filter (where refused_at is null) as oldest
    from (select refused_at, queued_at from nationalvault.vault_push where told_at is null order by id limit 10000) as open`.execute(
    db,
  )
  const [row] = rows
  return {
    ...{ waiting: Number(row?.waiting ?? 0), refused: Number(row?.refused ?? 0) },
    oldestQueuedAt: row?.oldest ? instantOf(row.oldest) : null,
  }
}

/** The newest of them, `before` the last one seen; `openOnly`: those that are not told yet. */
export async function listPushes(
  db: Db,
  { before, limit, openOnly }: Readonly<{ before: string | null; limit: number; openOnly: boolean }>,
): Promise<Push[]> {
  const rows = await select(db)
    .$if(openOnly, (pushes) => pushes.where('told_at', 'is', null))
    .$if(before !== null, (pushes) => pushes.where('id', '<', before ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(pushOf)
}
