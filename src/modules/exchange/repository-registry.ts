import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { OfferingVersion } from './repository.ts'
import type { VersionState } from './rules/choose-version.ts'

export type NewMember = Readonly<{ id: string; class: string; code: string; name: string; fromOn: string }>

/** Keeps a member; the id of the one that stands under class and code. */
export async function saveMember(tx: Tx, member: NewMember): Promise<string> {
  const { id } = await tx
    .insertInto('exchange.member')
    .values({
      id: member.id,
      class: member.class,
      code: member.code,
      name: member.name,
      from_on: member.fromOn,
    })
    .onConflict((conflict) => conflict.constraint('member_code_key').doUpdateSet({ name: member.name }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
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
export async function saveSubsystem(tx: Tx, subsystem: NewSubsystem): Promise<string> {
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
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
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
export type NewVersion = Omit<OfferingVersion, 'state' | 'notice' | 'showsCertificate' | 'keepBodyBytes'> &
  Readonly<{ offeringId: string }> &
  Partial<Pick<OfferingVersion, 'showsCertificate' | 'keepBodyBytes'>>

/** Keeps a version, in force; of one that is there already only the addresses and the words change. */
export async function saveVersion(tx: Tx, { id, offeringId, version, ...rest }: NewVersion): Promise<void> {
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
  await tx
    .insertInto('exchange.offering_version')
    .values({ id, offering_id: offeringId, version, state: 'in_force', notice: null, ...changing })
    .onConflict((conflict) => conflict.constraint('offering_version_key').doUpdateSet(changing))
    .execute()
}

/** Sets how a version stands, with what its callers are told. */
export async function setVersionState(
  tx: Tx,
  versionId: string,
  { state, notice }: Readonly<{ state: VersionState; notice: string | null }>,
): Promise<void> {
  await tx.updateTable('exchange.offering_version').set({ state, notice }).where('id', '=', versionId).execute()
}

export type NewRight = Readonly<{
  id: string
  subsystemId: string
  offeringId: string
  basis: string
  fromOn: string
  grantedName: string
}>

/** Gives a right until further notice; false when there is one already. */
export async function addRight(tx: Tx, right: NewRight): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await tx
    .insertInto('exchange.access_right')
    .values({
      id: right.id,
      subsystem_id: right.subsystemId,
      offering_id: right.offeringId,
      basis: right.basis,
      from_on: right.fromOn,
      granted_name: right.grantedName,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows > 0n
}

/** Ends a right: `lastOn` is the last day on which it holds. False when it is not there, or ended before. */
export async function endRight(
  tx: Tx,
  right: Readonly<{ id: string; offeringId: string; lastOn: string }>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('exchange.access_right')
    .set({ until_on: right.lastOn })
    .where('id', '=', right.id)
    .where('offering_id', '=', right.offeringId)
    .where('until_on', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
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
  class: string
  member: string
  memberName: string
  code: string
  name: string
  contact: string
  callsPerMinute: number
  callsPerDay: number
}>

/** Every subsystem with its member, by code; at most 500. */
export async function listSubsystems(db: Db): Promise<SubsystemLine[]> {
  return await db
    .selectFrom('exchange.subsystem as s')
    .innerJoin('exchange.member as m', 'm.id', 's.member_id')
    .select([
      's.id',
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
    .limit(500)
    .execute()
}

export type KeyLine = Readonly<{
  subsystemId: string
  clientId: string
  sandboxOfferingId: string | null
  certificateSubject: string | null
  issuedName: string
  expiresAt: Temporal.Instant
}>

/** The keys in use at an instant, the newest first; at most 500. */
export async function listKeys(db: Db, at: Temporal.Instant): Promise<KeyLine[]> {
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
    .orderBy('issued_at', 'desc')
    .limit(500)
    .execute()
  return rows.map(({ expiresAt, ...row }) => ({
    ...row,
    expiresAt: instantOf(expiresAt),
  }))
}
