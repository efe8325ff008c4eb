import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { OfferingVersion } from './repository.ts'
import type { Days } from './rules/access.ts'
import type { VersionState } from './rules/choose-version.ts'

/** What stands under a code now. */
export type Entered = Readonly<{ id: string; hasEnded: boolean }>

export type NewMember = Readonly<{ id: string; class: string; code: string; name: string; fromOn: string }>

/** Keeps a member, unless one stands under its class and code: that one stays as it is. Answers the one that stands there. */
export async function saveMember(tx: Tx, member: NewMember): Promise<Entered & Readonly<{ name: string }>> {
  const row = await tx
    .insertInto('exchange.member')
    .values({
      id: member.id,
      class: member.class,
      code: member.code,
      name: member.name,
      from_on: member.fromOn,
    })
    .onConflict((conflict) =>
      conflict.constraint('member_code_key').doUpdateSet(({ ref }) => ({ name: ref('exchange.member.name') })),
    )
    .returning(['id', 'name', 'ended_at'])
    .executeTakeFirstOrThrow()
  return { id: row.id, name: row.name, hasEnded: row.ended_at !== null }
}

/** Sets the name of a member. */
export async function renameMember(tx: Tx, id: string, name: string): Promise<void> {
  await tx.updateTable('exchange.member').set({ name }).where('id', '=', id).execute()
}

/** The name of the member with this code; null when there is none. */
export async function findMemberName(
  db: Db,
  member: Readonly<{ class: string; code: string }>,
): Promise<string | null> {
  const row = await db
    .selectFrom('exchange.member')
    .select('name')
    .where('class', '=', member.class)
    .where('code', '=', member.code)
    .executeTakeFirst()
  return row?.name ?? null
}

export type NewSubsystem = Readonly<{
  id: string
  memberId: string
  code: string
  name: string
  contact: string
  callsPerMinute: number
  callsPerDay: number
}>

/** Keeps a subsystem; the id of the one that stands under its member and code, with these words and limits. */
export async function saveSubsystem(tx: Tx, subsystem: NewSubsystem): Promise<Entered> {
  const { id, memberId, callsPerMinute, callsPerDay, ...words } = subsystem
  const limits = { calls_per_minute: callsPerMinute, calls_per_day: callsPerDay }
  const row = await tx
    .insertInto('exchange.subsystem')
    .values({ id, member_id: memberId, ...words, ...limits })
    .onConflict((conflict) =>
      conflict
        .constraint('subsystem_code_key')
        .doUpdateSet({ name: words.name, contact: words.contact, ...limits }),
    )
    .returning(['id', 'ended_at'])
    .executeTakeFirstOrThrow()
  return { id: row.id, hasEnded: row.ended_at !== null }
}

export type NewOffering = Readonly<{
  id: string
  subsystemId: string
  code: string
  title: string
  summary: string
  contact: string
}>

/** Keeps an offering; the id of the one that stands under its subsystem and code. */
export async function saveOffering(tx: Tx, { subsystemId, ...offering }: NewOffering): Promise<string> {
  const { title, summary, contact } = offering
  const { id } = await tx
    .insertInto('exchange.offering')
    .values({ subsystem_id: subsystemId, ...offering })
    .onConflict((conflict) => conflict.constraint('offering_code_key').doUpdateSet({ title, summary, contact }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Without a certificate of ours, and with no bodies kept, unless that is said. */
export type NewVersion = Omit<
  OfferingVersion,
  'state' | 'notice' | 'stateAt' | 'stateName' | 'planned' | 'showsCertificate' | 'keepBodyBytes'
> &
  Readonly<{ offeringId: string }> &
  Partial<Pick<OfferingVersion, 'showsCertificate' | 'keepBodyBytes'>>

/**
 * Keeps a version, in force; of one that is there already only the addresses and the words change. False, and nothing
 * changes, when it is withdrawn.
 */
export async function saveVersion(tx: Tx, { id, offeringId, version, ...rest }: NewVersion): Promise<boolean> {
  const changing = {
    provider_url: rest.providerUrl,
    sandbox_url: rest.sandboxUrl,
    schema_text: rest.schemaText,
    example_path: rest.examplePath,
    example_answer: rest.exampleAnswer,
    timeout_ms: rest.timeoutMs,
    shows_certificate: rest.showsCertificate ?? false,
    keep_body_bytes: rest.keepBodyBytes ?? 0,
  }
  const row = await tx
    .insertInto('exchange.offering_version')
    .values({ id, offering_id: offeringId, version, state: 'in_force', notice: null, ...changing })
    .onConflict((conflict) =>
      conflict
        .constraint('offering_version_key')
        .doUpdateSet(changing)
        .where('exchange.offering_version.state', '<>', 'withdrawn'),
    )
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Holds a version of an offering until the transaction ends, with how it stands; null when there is none. */
export async function lockVersion(
  tx: Tx,
  { id, offeringId }: Readonly<{ id: string; offeringId: string }>,
): Promise<Readonly<{ version: string; state: VersionState }> | null> {
  const row = await tx
    .selectFrom('exchange.offering_version')
    .select(['version', 'state'])
    .where('id', '=', id)
    .where('offering_id', '=', offeringId)
    .forUpdate()
    .executeTakeFirst()
  return row ? { version: row.version, state: row.state as VersionState } : null
}

/** Sets how versions stand, with what their callers are told. */
export async function setVersionState(
  tx: Tx,
  versionIds: readonly string[],
  set: Readonly<{ state: VersionState; notice: string | null; at: Temporal.Instant; name: string }>,
): Promise<void> {
  if (versionIds.length === 0) return
  await tx
    .updateTable('exchange.offering_version')
    .set({ state: set.state, notice: set.notice, state_at: set.at.toString(), state_name: set.name })
    .where('id', 'in', [...versionIds])
    .execute()
}

export type NewRight = Readonly<{
  id: string
  subsystemId: string
  offeringId: string
  basis: string
  fromOn: string
  /** Left out, or null: until further notice. */
  untilOn?: string | null
  grantedName: string
}>

/** Keeps a right; that no other has a day of it was seen to before. */
export async function addRight(tx: Tx, right: NewRight): Promise<void> {
  await tx
    .insertInto('exchange.access_right')
    .values({
      id: right.id,
      subsystem_id: right.subsystemId,
      offering_id: right.offeringId,
      basis: right.basis,
      from_on: right.fromOn,
      until_on: right.untilOn ?? null,
      granted_name: right.grantedName,
    })
    .execute()
}

/** Holds a right to an offering until the transaction ends, with its days; null when there is none. */
export async function lockRight(
  tx: Tx,
  { id, offeringId }: Readonly<{ id: string; offeringId: string }>,
): Promise<Days | null> {
  const row = await tx
    .selectFrom('exchange.access_right')
    .select(['from_on as fromOn', 'until_on as untilOn'])
    .where('id', '=', id)
    .where('offering_id', '=', offeringId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

/** Sets the last day of a right, with who ended it and why. */
export async function endRight(
  tx: Tx,
  right: Readonly<{ id: string; lastOn: string; at: Temporal.Instant; name: string; reason: string }>,
): Promise<void> {
  const { id, lastOn, at, name, reason } = right
  await tx
    .updateTable('exchange.access_right')
    .set({ until_on: lastOn, ended_at: at.toString(), ended_name: name, end_reason: reason })
    .where('id', '=', id)
    .execute()
}

export type NewCredential = Readonly<{
  id: string
  subsystemId: string
  clientId: string
  /** The hash of a secret, or a certificate. */
  secretSha256: Buffer | null
  certificate: Readonly<{ sha256: string; subject: string }> | null
  sandboxOfferingId: string | null
  issuedAt: Temporal.Instant
  issuedName: string
  expiresAt: Temporal.Instant
}>

/** Keeps a new key; false when this certificate speaks for this subsystem already. */
export async function addCredential(tx: Tx, credential: NewCredential): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await tx
    .insertInto('exchange.credential')
    .values({
      id: credential.id,
      subsystem_id: credential.subsystemId,
      client_id: credential.clientId,
      secret_sha256: credential.secretSha256,
      certificate_sha256: credential.certificate?.sha256 ?? null,
      certificate_subject: credential.certificate?.subject ?? null,
      sandbox_offering_id: credential.sandboxOfferingId,
      issued_at: credential.issuedAt.toString(),
      issued_name: credential.issuedName,
      expires_at: credential.expiresAt.toString(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows > 0n
}

/** Revokes a key of a subsystem at once; false when it is not there, or was revoked before. */
export async function revokeCredential(
  tx: Tx,
  { clientId, at }: Readonly<{ clientId: string; at: Temporal.Instant }>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('exchange.credential')
    .set({ revoked_at: at.toString() })
    .where('client_id', '=', clientId)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

export type SubsystemLine = Readonly<{
  id: string
  memberId: string
  class: string
  member: string
  memberName: string
  code: string
  name: string
  contact: string
  callsPerMinute: number
  callsPerDay: number
}>

const subsystems = (db: Db) =>
  db
    .selectFrom('exchange.subsystem as s')
    .innerJoin('exchange.member as m', 'm.id', 's.member_id')
    .select([
      's.id',
      's.member_id as memberId',
      'm.class',
      'm.code as member',
      'm.name as memberName',
      's.code',
      's.name',
      's.contact',
      's.calls_per_minute as callsPerMinute',
      's.calls_per_day as callsPerDay',
    ])
    .orderBy('m.class')
    .orderBy('m.code')
    .orderBy('s.code')

/** Every subsystem that has not ended, with its member, by code; at most 500. */
export const listSubsystems = (db: Db): Promise<SubsystemLine[]> =>
  subsystems(db).where('s.ended_at', 'is', null).limit(500).execute()

/** The subsystems of a member that have not ended, or this one alone; none when it has. */
export const listOpenSubsystems = (
  db: Db,
  of: Readonly<{ memberId: string } | { id: string }>,
): Promise<SubsystemLine[]> =>
  subsystems(db)
    .where('s.ended_at', 'is', null)
    .$if('id' in of, (query) => query.where('s.id', '=', 'id' in of ? of.id : ''))
    .$if('memberId' in of, (query) => query.where('s.member_id', '=', 'memberId' in of ? of.memberId : ''))
    .execute()

export type EndedSubsystem = SubsystemLine &
  Readonly<{ endedAt: Temporal.Instant; endedName: string; endReason: string; memberHasEnded: boolean }>

/** The subsystems that have ended, the last one first; at most 200. */
export async function listEndedSubsystems(db: Db): Promise<EndedSubsystem[]> {
  const rows = await subsystems(db)
    .select(['s.ended_at', 's.ended_name', 's.end_reason', 'm.ended_at as member_ended_at'])
    .where('s.ended_at', 'is not', null)
    .clearOrderBy()
    .orderBy('s.ended_at', 'desc')
    .orderBy('s.id')
    .limit(200)
    .execute()
  return rows.flatMap(({ ended_at, ended_name, end_reason, member_ended_at, ...line }) => {
    if (!ended_at) return []
    const ended = { endedAt: instantOf(ended_at), endedName: ended_name ?? '', endReason: end_reason ?? '' }
    return [{ ...line, ...ended, memberHasEnded: member_ended_at !== null }]
  })
}

export type KeyLine = Readonly<{
  subsystemId: string
  clientId: string
  sandboxOfferingId: string | null
  certificateSubject: string | null
  issuedName: string
  expiresAt: Temporal.Instant
}>

/** The keys in use at an instant, the newest first; at most 500, or all of these systems. */
export async function listKeys(
  db: Db,
  at: Temporal.Instant,
  subsystemIds?: readonly string[],
): Promise<KeyLine[]> {
  const rows = await db
    .selectFrom('exchange.credential')
    .select([
      'subsystem_id as subsystemId',
      'client_id as clientId',
      'sandbox_offering_id as sandboxOfferingId',
      'certificate_subject as certificateSubject',
      'issued_name as issuedName',
      'expires_at as expiresAt',
    ])
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', new Date(at.epochMilliseconds))
    .$if(subsystemIds !== undefined, (query) => query.where('subsystem_id', 'in', [...(subsystemIds ?? [])]))
    .orderBy('issued_at', 'desc')
    .$if(subsystemIds === undefined, (query) => query.limit(500))
    .execute()
  return rows.map(({ expiresAt, ...row }) => ({
    ...row,
    expiresAt: instantOf(expiresAt),
  }))
}
