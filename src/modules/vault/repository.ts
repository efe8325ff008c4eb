import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { makeId, makeReference } from '#platform/ids'
import { foldForSearch } from '#platform/search-text'
import type { Item, ItemPaper, ItemSource, NewItem, Owner, Revocation, SignatureStatus } from './rules/item.ts'

/** A vault that is there: whose it is, and its key. */
export type StoredOwner = Owner & Readonly<{ id: string }>

const ownerColumns = ['id', 'kind', 'number', 'name'] as const

const toOwner = (row: { id: string; kind: string; number: string; name: string }): StoredOwner => ({
  ...row,
  kind: row.kind as Owner['kind'],
})

/** The vault of somebody, opened when there was none: each has exactly one. A name that was corrected is taken over. */
export async function openOwner(tx: Tx, owner: Owner, at: Temporal.Instant): Promise<StoredOwner> {
  const row = await tx
    .insertInto('vault.owner')
    .values({ id: makeId(at.epochMilliseconds), ...owner, opened_at: at.toString() })
    .onConflict((conflict) => conflict.columns(['kind', 'number']).doUpdateSet({ name: owner.name }))
    .returning(ownerColumns)
    .executeTakeFirstOrThrow()
  return toOwner(row)
}

/** The vault of that person or organisation; null when nothing was ever put into one. */
export async function findOwner(db: Db | Tx, kind: Owner['kind'], number: string): Promise<StoredOwner | null> {
  const row = await db
    .selectFrom('vault.owner')
    .select(ownerColumns)
    .where('kind', '=', kind)
    .where('number', '=', number)
    .executeTakeFirst()
  return row ? toOwner(row) : null
}

export async function findOwnerById(db: Db | Tx, id: string): Promise<StoredOwner | null> {
  const row = await db.selectFrom('vault.owner').select(ownerColumns).where('id', '=', id).executeTakeFirst()
  return row ? toOwner(row) : null
}

/** The vaults a person may open: the own one first, then those of the organisations the person acts for. */
export async function listOwnersOf(db: Db | Tx, personalId: string): Promise<StoredOwner[]> {
  const rows = await db
    .selectFrom('vault.owner')
    .select(ownerColumns)
    .where((by) =>
      by.or([
        by.and([by('kind', '=', 'person'), by('number', '=', personalId)]),
        by(
          'id',
          'in',
          by
            .selectFrom('vault.representative')
            .select('owner_id')
            .where('personal_id', '=', personalId)
            .where('ended_at', 'is', null),
        ),
      ]),
    )
    .orderBy('kind', 'desc')
    .orderBy('name')
    .limit(50)
    .execute()
  return rows.map(toOwner)
}

export async function saveRepresentative(
  tx: Tx,
  ownerId: string,
  { personalId, ground, at }: Readonly<{ personalId: string; ground: string; at: Temporal.Instant }>,
): Promise<void> {
  const row = { linked_at: at.toString(), ground, ended_at: null }
  await tx
    .insertInto('vault.representative')
    .values({ owner_id: ownerId, personal_id: personalId, ...row })
    .onConflict((conflict) => conflict.columns(['owner_id', 'personal_id']).doUpdateSet(row))
    .execute()
}

export async function endRepresentative(
  tx: Tx,
  ownerId: string,
  personalId: string,
  at: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('vault.representative')
    .set({ ended_at: at.toString() })
    .where('owner_id', '=', ownerId)
    .where('personal_id', '=', personalId)
    .where('ended_at', 'is', null)
    .execute()
}

const selectItem = (db: Db | Tx) => db.selectFrom('vault.item').selectAll('vault.item')
type Row = Awaited<ReturnType<ReturnType<typeof selectItem>['executeTakeFirstOrThrow']>>

export function toItem(row: Row): Item {
  return {
    id: row.id,
    code: row.code,
    ownerId: row.owner_id,
    typeCode: row.type_code,
    title: row.title,
    number: row.number,
    issuer: { code: row.issuer_code, name: row.issuer_name },
    issuedOn: row.issued_on,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    source: row.source as ItemSource,
    dossierCode: row.source_dossier_code,
    paper: paperOf(row),
    signature: signatureOf(row),
    version: row.version,
    isReplaced: row.replaced_by_id !== null,
    revoked: revocationOf(row),
    reuseCount: row.reuse_count,
    keptAt: instantOf(row.kept_at),
  }
}

function paperOf({ paper_id, name, media_type, size_bytes, sha256 }: Row): ItemPaper | null {
  if (paper_id === null) return null
  return {
    id: paper_id,
    name: name ?? '',
    mediaType: media_type ?? '',
    sizeBytes: size_bytes ?? 0,
    sha256: sha256 ?? '',
  }
}

function signatureOf(row: Row): SignatureStatus | null {
  if (row.signature_verdict === null || row.signature_judged_at === null) return null
  const verdict = row.signature_verdict as SignatureStatus['verdict']
  return { verdict, level: row.signature_level, judgedAt: instantOf(row.signature_judged_at) }
}

function revocationOf(row: Row): Revocation | null {
  if (row.revoked_at === null) return null
  return {
    at: instantOf(row.revoked_at),
    byName: row.revoked_by_name ?? '',
    reason: row.revoked_reason ?? '',
  }
}

export type Placed = Readonly<{
  ownerId: string
  version: number
  replacesId: string | null
  at: Temporal.Instant
}>

/** Writes an item; null when the source has put in one of that key before. */
export async function insertItem(
  tx: Tx,
  item: Omit<NewItem, 'owner'>,
  { ownerId, version, replacesId, at }: Placed,
): Promise<Item | null> {
  const { paper, signature, issuer } = item
  const folded = foldForSearch([item.title, item.number ?? '', issuer.name, item.typeCode].join(' '))
  const row = await tx
    .insertInto('vault.item')
    .values({
      id: makeId(at.epochMilliseconds),
      code: makeReference(),
      owner_id: ownerId,
      type_code: item.typeCode,
      title: item.title,
      number: item.number,
      issuer_code: issuer.code,
      issuer_name: issuer.name,
      issued_on: item.issuedOn,
      valid_from: item.validFrom,
      valid_to: item.validTo,
      source: item.source,
      source_key: item.key,
      source_dossier_code: item.dossierCode,
      paper_id: paper?.id ?? null,
      name: paper?.name ?? null,
      media_type: paper?.mediaType ?? null,
      size_bytes: paper?.sizeBytes ?? null,
      sha256: paper?.sha256 ?? null,
      signature_verdict: signature?.verdict ?? null,
      signature_level: signature?.level ?? null,
      signature_judged_at: signature?.judgedAt.toString() ?? null,
      version,
      replaces_id: replacesId,
      folded,
      kept_at: at.toString(),
    })
    .onConflict((conflict) => conflict.columns(['owner_id', 'source', 'source_key']).doNothing())
    .returningAll()
    .executeTakeFirst()
  return row ? toItem(row) : null
}

export async function findItemOfSource(
  tx: Db | Tx,
  ownerId: string,
  { source, key }: Pick<NewItem, 'source' | 'key'>,
): Promise<Item | null> {
  const row = await selectItem(tx)
    .where('owner_id', '=', ownerId)
    .where('source', '=', source)
    .where('source_key', '=', key)
    .executeTakeFirst()
  return row ? toItem(row) : null
}

/** Holds the row of an item until the end of the transaction. */
export async function lockItem(tx: Tx, code: string): Promise<Item | null> {
  const row = await selectItem(tx).where('code', '=', code).forUpdate().executeTakeFirst()
  return row ? toItem(row) : null
}

export async function findItem(db: Db | Tx, code: string): Promise<Item | null> {
  const row = await selectItem(db).where('code', '=', code).executeTakeFirst()
  return row ? toItem(row) : null
}

export async function findItemById(db: Db | Tx, id: string): Promise<Item | null> {
  const row = await selectItem(db).where('id', '=', id).executeTakeFirst()
  return row ? toItem(row) : null
}

/** The newest that took the place of an item, one step on; null when none did. */
export async function findReplacement(db: Db, id: string): Promise<Item | null> {
  const row = await selectItem(db).where('replaces_id', '=', id).executeTakeFirst()
  return row ? toItem(row) : null
}

export type ItemQuery = Readonly<{
  ownerId: string
  typeCode?: string | undefined
  words?: string | undefined
  /** Key of the last item seen. */
  before?: string | undefined
  limit: number
}>

/** The statement of one page of a vault, the newest first: the index carries the order. */
export const itemsPage = (db: Db, { ownerId, typeCode, words = '', before, limit }: ItemQuery) =>
  selectItem(db)
    .where('owner_id', '=', ownerId)
    .$if(typeCode !== undefined, (query) => query.where('type_code', '=', typeCode ?? ''))
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? ''))
    .$if(words !== '', (query) => query.where(sql<boolean>`position(${foldForSearch(words)} in folded) > 0`))
    .orderBy('id', 'desc')
    .limit(limit)

/** The items of one vault, the newest first. */
export const selectItems = async (db: Db, query: ItemQuery): Promise<Item[]> =>
  (await itemsPage(db, query).execute()).map(toItem)

/** The kinds of paper a vault holds, with the title of the newest of each. */
export async function selectTypes(db: Db, ownerId: string): Promise<{ typeCode: string; title: string }[]> {
  return await db
    .selectFrom('vault.item')
    .select(['type_code as typeCode', 'title'])
    .distinctOn('type_code')
    .where('owner_id', '=', ownerId)
    .orderBy('type_code')
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
}

/** What is looked for: vaults, and kinds of paper; null: of every kind. */
export type InForceQuery = Readonly<{
  ownerIds: readonly string[]
  typeCodes: readonly string[] | null
  limit: number
}>

/** The statement of what may be offered: in force and here, the newest first. */
export const inForcePage = (db: Db, { ownerIds, typeCodes, limit }: InForceQuery) =>
  selectItem(db)
    .where('owner_id', 'in', ownerIds)
    .$if(typeCodes !== null, (query) => query.where('type_code', 'in', typeCodes ?? []))
    .where('revoked_at', 'is', null)
    .where('replaced_by_id', 'is', null)
    .where('paper_id', 'is not', null)
    .orderBy('id', 'desc')
    .limit(limit)

/** What may be offered. Whether its days fit, `isOffered` says. */
export async function selectInForce(db: Db, query: InForceQuery): Promise<Item[]> {
  if (query.ownerIds.length === 0) return []
  return (await inForcePage(db, query).execute()).map(toItem)
}

export async function markReplaced(tx: Tx, id: string, byId: string): Promise<void> {
  await tx.updateTable('vault.item').set({ replaced_by_id: byId }).where('id', '=', id).execute()
}

export async function markRevoked(tx: Tx, id: string, { at, byName, reason }: Revocation): Promise<Item> {
  const row = await tx
    .updateTable('vault.item')
    .set({ revoked_at: at.toString(), revoked_by_name: byName, revoked_reason: reason })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return toItem(row)
}

/** Notes on every item of that content what was found of its signatures; an older look changes nothing. */
export async function saveSignature(tx: Tx, sha256: string, status: SignatureStatus): Promise<void> {
  const judgedAt = status.judgedAt.toString()
  await tx
    .updateTable('vault.item')
    .set({
      signature_verdict: status.verdict,
      signature_level: status.level,
      signature_judged_at: judgedAt,
    })
    .where('sha256', '=', sha256)
    .where((by) =>
      by.or([
        by('signature_judged_at', 'is', null),
        by('signature_judged_at', '<=', sql<Date>`${judgedAt}::timestamptz`),
      ]),
    )
    .execute()
}
