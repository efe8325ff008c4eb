import type { Temporal } from 'temporal-polyfill'
import type { FailureReason } from '#modules/registers'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import type { FindingVerdict, Unsaid } from './rules/finding.ts'

/** What was found, and what was made of it. */
export type Finding = Readonly<{
  typeCode: string
  title: string
  number: string | null
  issuerName: string
  verdict: FindingVerdict
  itemCode: string | null
  unsaid: readonly Unsaid[]
}>

/** A draft or an intake of one account, for one owner. */
export type SearchPlace = Readonly<{ occasion: string; accountId: string; ownerNumber: string }>

/** How a look into the national vault ended; `failure`: it gave no answer. */
export type SearchRecord = Readonly<{
  searchedAt: Temporal.Instant
  failure: FailureReason | null
  findings: readonly Finding[]
}>

export async function appendSearch(tx: Tx, place: SearchPlace, search: SearchRecord): Promise<void> {
  const { searchedAt, failure, findings } = search
  const id = makeId(searchedAt.epochMilliseconds)
  const row = { id, occasion: place.occasion, owner_number: place.ownerNumber, account_id: place.accountId }
  await tx
    .insertInto('nationalvault.vault_search')
    .values({ ...row, searched_at: searchedAt.toString(), failure })
    .execute()
  if (findings.length === 0) return
  const rows = findings.map(({ typeCode, title, number, issuerName, verdict, itemCode, unsaid }, position) => ({
    ...{ search_id: id, position, type_code: typeCode, title, number, issuer_name: issuerName },
    ...{ verdict, item_code: itemCode, unsaid: [...unsaid] },
  }))
  await tx.insertInto('nationalvault.vault_finding').values(rows).execute()
}

/** The last look that was made there; null: none was. */
export async function findLatestSearch(db: Db, place: SearchPlace): Promise<SearchRecord | null> {
  const search = await db
    .selectFrom('nationalvault.vault_search')
    .select(['id', 'searched_at', 'failure'])
    .where('occasion', '=', place.occasion)
    .where('account_id', '=', place.accountId)
    .where('owner_number', '=', place.ownerNumber)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!search) return null
  const findings = await db
    .selectFrom('nationalvault.vault_finding')
    .selectAll()
    .where('search_id', '=', search.id)
    .orderBy('position')
    .limit(50)
    .execute()
  return {
    searchedAt: instantOf(search.searched_at),
    failure: search.failure as FailureReason | null,
    findings: findings.map((row) => ({
      ...{ typeCode: row.type_code, title: row.title, number: row.number, issuerName: row.issuer_name },
      ...{ verdict: row.verdict as FindingVerdict, itemCode: row.item_code },
      unsaid: row.unsaid as Unsaid[],
    })),
  }
}
