import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import type { Db, Tx } from '#platform/db'
import type { VersionState } from './rules/choose-version.ts'

export type HeldSystem = Readonly<{ id: string; memberId: string; hasEnded: boolean }>

/** Holds systems until the transaction ends, always in the order of their ids; those that are there. */
export async function lockSystems(tx: Tx, ids: readonly string[]): Promise<HeldSystem[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('exchange.subsystem')
    .select(['id', 'member_id', 'ended_at'])
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map(({ id, member_id, ended_at }) => ({ id, memberId: member_id, hasEnded: ended_at !== null }))
}

/** Holds a member, then all of its systems; null when there is no such member. */
export async function lockMember(tx: Tx, id: string): Promise<Readonly<{ hasEnded: boolean }> | null> {
  const row = await tx
    .selectFrom('exchange.member')
    .select('ended_at')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return null
  const own = tx.selectFrom('exchange.subsystem').select('id').where('member_id', '=', id)
  await own.orderBy('id').forUpdate().execute()
  return { hasEnded: row.ended_at !== null }
}

export type MemberNames = Readonly<{ id: string; class: string; code: string; name: string; hasEnded: boolean }>

/** A member by its id; null when there is none. */
export async function findMember(db: Db, id: string): Promise<MemberNames | null> {
  const row = await db
    .selectFrom('exchange.member')
    .select(['id', 'class', 'code', 'name', 'ended_at'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  const { ended_at, ...names } = row
  return { ...names, hasEnded: ended_at !== null }
}

export type OfferedVersion = Readonly<{
  id: string
  offeringId: string
  /** `member/subsystem/offering` and the version. */
  code: string
  title: string
  version: string
  state: VersionState
}>

/** What these systems offer and has not been withdrawn. */
export async function listOfferedVersions(db: Db, subsystemIds: readonly string[]): Promise<OfferedVersion[]> {
  if (subsystemIds.length === 0) return []
  const rows = await db
    .selectFrom('exchange.offering_version as v')
    .innerJoin('exchange.offering as o', 'o.id', 'v.offering_id')
    .innerJoin('exchange.subsystem as s', 's.id', 'o.subsystem_id')
    .innerJoin('exchange.member as m', 'm.id', 's.member_id')
    .select(['v.id', 'v.offering_id as offeringId', 'v.version', 'v.state', 'o.title'])
    .select(['m.code as member', 's.code as subsystem', 'o.code as offering'])
    .where('o.subsystem_id', 'in', [...subsystemIds])
    .where('v.state', '<>', 'withdrawn')
    .orderBy('m.code')
    .orderBy('s.code')
    .orderBy('o.code')
    .orderBy('v.version')
    .execute()
  return rows.map(({ member, subsystem, offering, state, ...row }) => ({
    ...row,
    state: state as VersionState,
    code: [member, subsystem, offering, row.version].join('/'),
  }))
}

export type EndMark = Readonly<{ at: Temporal.Instant; name: string; reason: string }>

const columnsOf = ({ at, name, reason }: EndMark) => ({
  ended_at: at.toString(),
  ended_name: name,
  end_reason: reason,
})

/** Marks systems as ended. */
export async function endSubsystems(tx: Tx, ids: readonly string[], mark: EndMark): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('exchange.subsystem')
    .set(columnsOf(mark))
    .where('id', 'in', [...ids])
    .execute()
}

/** Marks a member as ended; `lastOn` is the last day it belonged to the platform, or the day before its first. */
export async function endMember(
  tx: Tx,
  id: string,
  { lastOn, ...mark }: EndMark & Readonly<{ lastOn: string }>,
): Promise<void> {
  await tx
    .updateTable('exchange.member')
    .set({ ...columnsOf(mark), until_on: sql<string>`greatest(from_on - 1, ${lastOn}::date)` })
    .where('id', '=', id)
    .execute()
}
