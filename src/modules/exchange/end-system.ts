import { createHash } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { localDay } from '#modules/calendar'
import type { Db, Tx } from '#platform/db'
import { daysAround } from './manage-rights.ts'
import type { TopicRightHeld, TopicRights } from './ports.ts'
import { type ChangeEntry, type Doing, recordChange } from './record-change.ts'
import { type AccessRight, listRightsOfSystems } from './repository.ts'
import {
  type EndMark,
  endMember,
  endSubsystems,
  findMember,
  listOfferedVersions,
  lockMember,
  lockSystems,
  type MemberNames,
  type OfferedVersion,
} from './repository-ending.ts'
import {
  endRight,
  type KeyLine,
  listKeys,
  listOpenSubsystems,
  lockRight,
  revokeCredential,
  type SubsystemLine,
  setVersionState,
} from './repository-registry.ts'
import { decideRightEnd } from './rules/access.ts'

/** One system, or a member with all of its systems. */
export type EndScope = Readonly<{ kind: 'subsystem' | 'member'; id: string }>

/** What ends with them, as it stands now. */
export type Ending = Readonly<{
  member: MemberNames
  /** Those that have not ended; none: there is nothing to end. */
  systems: readonly SubsystemLine[]
  keys: readonly KeyLine[]
  /** What they may call, and what others may call of them. */
  rights: readonly AccessRight[]
  versions: readonly OfferedVersion[]
  topicRights: readonly TopicRightHeld[]
  /** Tells one state of all this from another: what is confirmed is what was seen. */
  mark: string
}>

/** What would end with a system or a member; null when it is not there, or has ended. */
export async function loadEnding(
  { db, topicRights }: Readonly<{ db: Db; topicRights: TopicRights }>,
  scope: EndScope,
  at: Temporal.Instant,
): Promise<Ending | null> {
  const isMember = scope.kind === 'member'
  const systems = await listOpenSubsystems(db, isMember ? { memberId: scope.id } : { id: scope.id })
  const memberId = isMember ? scope.id : systems[0]?.memberId
  const member = memberId === undefined ? null : await findMember(db, memberId)
  if (!member || member.hasEnded) return null
  const ids = systems.map(({ id }) => id)
  const today = localDay(at).toString()
  const [keys, rights, versions, topics] = await Promise.all([
    ids.length > 0 ? listKeys(db, at, ids) : [],
    listRightsOfSystems(db, ids, today),
    listOfferedVersions(db, ids),
    topicRights.list(db, ids, today),
  ])
  const all = [
    ids,
    keys.map(({ clientId }) => clientId),
    rights.map(({ id }) => id),
    versions.map(({ id }) => id),
    topics.map(({ id }) => id),
  ]
  const mark = createHash('sha256')
    .update(JSON.stringify(all.map((one) => one.toSorted())))
    .digest('base64url')
  return { member, systems, keys, rights, versions, topicRights: topics, mark }
}

export type EndAnswer = Readonly<{ ok: true } | { ok: false; code: 'ended_before' | 'changed_meanwhile' }>

/**
 * Ends a system, or a member with all of its systems: keys are revoked, rights of and to them and to topics end, what
 * they offer is withdrawn, all in one transaction. `seen` is the mark of what was shown; when something came or went since, nothing ends.
 */
export const endSystem = (
  { topicRights, ...doing }: Doing & Readonly<{ topicRights: TopicRights }>,
  scope: EndScope,
  { reason, seen }: Readonly<{ reason: string; seen: string }>,
): Promise<EndAnswer> =>
  recordChange<EndAnswer>(doing, async (tx, at) => {
    if (scope.kind === 'member') await lockMember(tx, scope.id)
    else await lockSystems(tx, [scope.id])
    const ending = await loadEnding({ db: tx, topicRights }, scope, at)
    if (!ending) return { result: { ok: false, code: 'ended_before' }, entries: [] }
    if (ending.mark !== seen) return { result: { ok: false, code: 'changed_meanwhile' }, entries: [] }
    const mark = { at, name: doing.actor.fullName, reason }
    const entries = [
      ...(await endWhatBelongs(tx, ending, mark)),
      ...(await topicRights.end(tx, ending.topicRights, mark)),
      ...(await endNames(tx, scope, ending, mark)),
    ]
    return { result: { ok: true }, entries }
  })

/** Keys, rights and versions of the systems that end; an entry for each. */
async function endWhatBelongs(
  tx: Tx,
  { keys, rights, versions }: Ending,
  mark: EndMark,
): Promise<readonly ChangeEntry[]> {
  const { at, reason } = mark
  const entries: ChangeEntry[] = []
  for (const { clientId } of keys) {
    if (await revokeCredential(tx, { clientId, at }))
      entries.push({ action: 'exchange.revoke_key', kind: 'credential', id: clientId, code: clientId })
  }
  for (const { id, offeringId, offeringCode } of rights) {
    // The system at its other side may be ending in the same moment: what it ended stays as it said.
    const right = await lockRight(tx, { id, offeringId })
    const decided = right && decideRightEnd(right, { lastOn: null, ...daysAround(localDay(at), right.fromOn) })
    if (!decided?.ok) continue
    const { lastOn } = decided
    await endRight(tx, { id, lastOn, ...mark })
    const detail = { lastOn, reason }
    entries.push({ action: 'exchange.end_right', kind: 'access_right', id, code: offeringCode, detail })
  }
  const ids = versions.map(({ id }) => id)
  await setVersionState(tx, ids, { state: 'withdrawn', notice: reason, at, name: mark.name })
  for (const { id, code, state } of versions) {
    const detail = { before: state, state: 'withdrawn', notice: reason }
    entries.push({ action: 'exchange.change_state', kind: 'offering_version', id, code, detail })
  }
  return entries
}

async function endNames(
  tx: Tx,
  { kind, id }: EndScope,
  { member, systems }: Ending,
  mark: EndMark,
): Promise<readonly ChangeEntry[]> {
  const { reason } = mark
  const owner = `${member.class}/${member.code}`
  await endSubsystems(
    tx,
    systems.map((system) => system.id),
    mark,
  )
  const entries = systems.map((system) => ({
    action: 'exchange.end_subsystem',
    kind: 'subsystem',
    id: system.id,
    code: `${owner}/${system.code}`,
    detail: { reason },
  }))
  if (kind === 'subsystem') return entries
  await endMember(tx, id, { ...mark, lastOn: localDay(mark.at).subtract({ days: 1 }).toString() })
  return [...entries, { action: 'exchange.end_member', kind: 'member', id, code: owner, detail: { reason } }]
}
