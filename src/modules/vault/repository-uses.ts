import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import type { ItemSource } from './rules/item.ts'

/** A taking to be written down. */
export type NewUse = Readonly<{
  itemId: string
  key: string
  paperId: string
  takenAt: Temporal.Instant
  takenBy: Readonly<{ accountId: string; kind: 'citizen' | 'officer'; fullName: string }>
  agency: Readonly<{ code: string; name: string }> | null
  purpose: string
  procedure: Readonly<{ code: string; name: string }> | null
}>

/** Lượt sử dụng: who took a paper for what, and the dossier it was then handed in with. */
export type Use = Readonly<{
  id: string
  takenAt: Temporal.Instant
  takenByKind: 'citizen' | 'officer'
  takenByName: string
  agencyName: string | null
  purpose: string
  procedureCode: string | null
  procedureName: string | null
  dossier: Readonly<{
    id: string
    reference: string
    agencyName: string | null
    handedInAt: Temporal.Instant
  }> | null
}>

export async function appendUse(tx: Tx, use: NewUse): Promise<void> {
  await tx
    .insertInto('vault.use')
    .values({
      id: makeId(use.takenAt.epochMilliseconds),
      item_id: use.itemId,
      key: use.key,
      paper_id: use.paperId,
      taken_at: use.takenAt.toString(),
      taken_by: use.takenBy.accountId,
      taken_by_kind: use.takenBy.kind,
      taken_by_name: use.takenBy.fullName,
      agency_code: use.agency?.code ?? null,
      agency_name: use.agency?.name ?? null,
      purpose: use.purpose,
      procedure_code: use.procedure?.code ?? null,
      procedure_name: use.procedure?.name ?? null,
    })
    .execute()
}

/** The paper that this account made of the item for the same place before. */
export async function findTakenPaper(
  tx: Tx,
  { itemId, takenBy, key }: Readonly<{ itemId: string; takenBy: string; key: string }>,
): Promise<string | null> {
  const row = await tx
    .selectFrom('vault.use')
    .select('paper_id')
    .where('item_id', '=', itemId)
    .where('taken_by', '=', takenBy)
    .where('key', '=', key)
    .executeTakeFirst()
  return row?.paper_id ?? null
}

/** Which of these papers were taken from a vault, and of which item: `judgeValidity` says whether it still counts. */
export async function listTaken(db: Db | Tx, paperIds: readonly string[]): Promise<TakenPaper[]> {
  if (paperIds.length === 0) return []
  const rows = await db
    .selectFrom('vault.use as use')
    .innerJoin('vault.item as item', 'item.id', 'use.item_id')
    .select(['use.paper_id', 'item.code', 'item.title', 'item.type_code', 'item.source'])
    .select(['item.valid_from', 'item.valid_to', 'item.replaced_by_id', 'item.revoked_at'])
    .select(['item.revoked_by_name', 'item.revoked_reason'])
    .where('use.paper_id', 'in', paperIds.slice(0, 500))
    .execute()
  return rows.map((row) => ({
    paperId: row.paper_id,
    code: row.code,
    title: row.title,
    typeCode: row.type_code,
    source: row.source as ItemSource,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    isReplaced: row.replaced_by_id !== null,
    revoked: row.revoked_at && {
      at: instantOf(row.revoked_at),
      byName: row.revoked_by_name ?? '',
      reason: row.revoked_reason ?? '',
    },
  }))
}

/** A paper that was taken from a vault, with the item it was taken from as that stands now. */
export type TakenPaper = Readonly<{
  paperId: string
  code: string
  title: string
  typeCode: string
  source: ItemSource
  validFrom: string | null
  validTo: string | null
  isReplaced: boolean
  revoked: Readonly<{ at: Temporal.Instant; byName: string; reason: string }> | null
}>

export type HandedIn = Readonly<{
  dossierId: string
  reference: string
  agencyName: string | null
  at: Temporal.Instant
  papers: readonly Readonly<{ paperId: string; component: string }>[]
}>

/**
 * Ties the papers of a dossier that were taken from vaults to it, and counts each item once for the dossier. Told again,
 * it changes nothing.
 */
export async function appendUseDossiers(tx: Tx, handedIn: HandedIn): Promise<void> {
  if (handedIn.papers.length === 0) return
  const paperIds = handedIn.papers.map(({ paperId }) => paperId)
  const components = handedIn.papers.map(({ component }) => component)
  await sql`
    with given as (
      select * from unnest(${paperIds}::uuid[], ${components}::text[]) as given (paper_id, component_key)
    ), before as (
      select distinct u.item_id from vault.use_dossier d join vault.use u on u.id = d.use_id
      where d.dossier_id = ${handedIn.dossierId}
    ), added as (
      insert into vault.use_dossier (use_id, dossier_id, reference, component_key, agency_name, handed_in_at)
      select u.id, ${handedIn.dossierId}, ${handedIn.reference}, min(g.component_key), ${handedIn.agencyName},
        ${handedIn.at.toString()}::timestamptz
      from vault.use u join given g on g.paper_id = u.paper_id
      group by u.id
      on conflict (use_id) do nothing
      returning use_id
    ), counted as (
      select distinct u.item_id from added a join vault.use u on u.id = a.use_id
      where u.item_id not in (select item_id from before)
    )
    update vault.item set reuse_count = reuse_count + 1 where id in (select item_id from counted)
  `.execute(tx)
}

/** The uses of an item, the newest first; `before` is the id of the last one seen. */
export async function listUses(
  db: Db,
  itemId: string,
  { before, limit }: Readonly<{ before?: string | undefined; limit: number }>,
): Promise<Use[]> {
  const rows = await db
    .selectFrom('vault.use as use')
    .leftJoin('vault.use_dossier as dossier', 'dossier.use_id', 'use.id')
    .selectAll('use')
    .select(['dossier.dossier_id', 'dossier.reference', 'dossier.handed_in_at'])
    .select('dossier.agency_name as dossier_agency_name')
    .where('use.item_id', '=', itemId)
    .$if(before !== undefined, (query) => query.where('use.id', '<', before ?? ''))
    .orderBy('use.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    takenAt: instantOf(row.taken_at),
    takenByKind: row.taken_by_kind as Use['takenByKind'],
    takenByName: row.taken_by_name,
    agencyName: row.agency_name,
    purpose: row.purpose,
    procedureCode: row.procedure_code,
    procedureName: row.procedure_name,
    dossier: row.dossier_id
      ? {
          id: row.dossier_id,
          reference: row.reference ?? '',
          agencyName: row.dossier_agency_name,
          handedInAt: instantOf(row.handed_in_at ?? row.taken_at),
        }
      : null,
  }))
}
