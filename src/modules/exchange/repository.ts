import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db } from '#platform/db'
import type { Days } from './rules/access.ts'
import type { VersionState } from './rules/choose-version.ts'

/** Khóa kết nối: a key of a subsystem, with what its owner is called and how much it may call. */
export type Credential = Readonly<{
  id: string
  clientId: string
  /** One of the two: the hash of a secret, or of a certificate (hex). */
  secretSha256: Buffer | null
  certificateSha256: string | null
  sandboxOfferingId: string | null
  issuedAt: Temporal.Instant
  issuedName: string
  expiresAt: Temporal.Instant
  revokedAt: Temporal.Instant | null
}>

export type Caller = Readonly<{
  subsystemId: string
  class: string
  member: string
  subsystem: string
  days: Days
  callsPerMinute: number
  callsPerDay: number
  credential: Credential
}>

const callers = (db: Db) =>
  db
    .selectFrom('exchange.credential as c')
    .innerJoin('exchange.subsystem as s', 's.id', 'c.subsystem_id')
    .innerJoin('exchange.member as m', 'm.id', 's.member_id')
    .selectAll('c')
    .select([
      'm.class',
      'm.code as member',
      'm.from_on',
      'm.until_on',
      's.code as subsystem',
      's.calls_per_minute',
      's.calls_per_day',
    ])

/** The owner of a key, by the name of the key; null when there is none. */
export async function findCaller(db: Db, clientId: string): Promise<Caller | null> {
  const row = await callers(db).where('c.client_id', '=', clientId).executeTakeFirst()
  return row ? toCaller(row) : null
}

/** Every system a certificate (SHA-256, hex) was ever registered for, the newest registration first; at most 50. */
export async function findCallersByCertificate(db: Db, sha256: string): Promise<Caller[]> {
  const rows = await callers(db)
    .where('c.certificate_sha256', '=', sha256)
    .orderBy('c.issued_at', 'desc')
    .limit(50)
    .execute()
  return rows.map(toCaller)
}

function toCaller(row: Awaited<ReturnType<ReturnType<typeof callers>['executeTakeFirstOrThrow']>>): Caller {
  return {
    subsystemId: row.subsystem_id,
    class: row.class,
    member: row.member,
    subsystem: row.subsystem,
    days: { fromOn: row.from_on, untilOn: row.until_on },
    callsPerMinute: row.calls_per_minute,
    callsPerDay: row.calls_per_day,
    credential: {
      id: row.id,
      clientId: row.client_id,
      secretSha256: row.secret_sha256,
      certificateSha256: row.certificate_sha256,
      sandboxOfferingId: row.sandbox_offering_id,
      issuedAt: instantOf(row.issued_at),
      issuedName: row.issued_name,
      expiresAt: instantOf(row.expires_at),
      revokedAt: row.revoked_at && instantOf(row.revoked_at),
    },
  }
}

export type OfferingVersion = Readonly<{
  id: string
  version: string
  providerUrl: string
  sandboxUrl: string | null
  schemaText: string
  examplePath: string
  exampleAnswer: string
  state: VersionState
  notice: string | null
  timeoutMs: number
  /** The provider is called with our certificate. */
  showsCertificate: boolean
  /** Bodies up to so many bytes are kept with the message. */
  keepBodyBytes: number
}>

/** Dịch vụ chia sẻ dữ liệu: what a subsystem offers, and whom to ask about it. */
export type Offering = Readonly<{
  id: string
  subsystemId: string
  class: string
  member: string
  memberName: string
  memberDays: Days
  subsystem: string
  subsystemName: string
  code: string
  title: string
  summary: string
  contact: string
}>

const offerings = (db: Db) =>
  db
    .selectFrom('exchange.offering as o')
    .innerJoin('exchange.subsystem as s', 's.id', 'o.subsystem_id')
    .innerJoin('exchange.member as m', 'm.id', 's.member_id')
    .select([
      'o.id',
      'o.subsystem_id as subsystemId',
      'o.code',
      'o.title',
      'o.summary',
      'o.contact',
      'm.class',
      'm.code as member',
      'm.name as memberName',
      'm.from_on',
      'm.until_on',
      's.code as subsystem',
      's.name as subsystemName',
    ])

type OfferingRow = Omit<Offering, 'memberDays'> & { from_on: string; until_on: string | null }

const toOffering = ({ from_on, until_on, ...row }: OfferingRow): Offering => ({
  ...row,
  memberDays: { fromOn: from_on, untilOn: until_on },
})

/** What the words of an address name; null when there is no such offering. */
export async function findOfferingByCode(
  db: Db,
  names: Readonly<{ class: string; member: string; subsystem: string; offering: string }>,
): Promise<Offering | null> {
  const row = await offerings(db)
    .where('m.class', '=', names.class)
    .where('m.code', '=', names.member)
    .where('s.code', '=', names.subsystem)
    .where('o.code', '=', names.offering)
    .executeTakeFirst()
  return row ? toOffering(row) : null
}

/** The offering with this id; null when there is none. */
export async function findOfferingById(db: Db, id: string): Promise<Offering | null> {
  const row = await offerings(db).where('o.id', '=', id).executeTakeFirst()
  return row ? toOffering(row) : null
}

/** A page of the catalogue in the order of its codes, after the id `after`. */
export async function listOfferings(
  db: Db,
  { after, limit }: Readonly<{ after?: string | undefined; limit: number }>,
): Promise<Offering[]> {
  const rows = await offerings(db)
    .$if(after !== undefined, (query) => query.where('o.id', '>', after ?? ''))
    .orderBy('o.id')
    .limit(limit)
    .execute()
  return rows.map(toOffering)
}

/** The versions of offerings, at most 100 of each page of them. */
export async function listVersions(
  db: Db,
  offeringIds: readonly string[],
): Promise<ReadonlyMap<string, readonly OfferingVersion[]>> {
  if (offeringIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('exchange.offering_version')
    .selectAll()
    .where('offering_id', 'in', [...offeringIds])
    .orderBy('version', 'desc')
    .execute()
  const toVersion = (row: (typeof rows)[number]): OfferingVersion => ({
    id: row.id,
    version: row.version,
    providerUrl: row.provider_url,
    sandboxUrl: row.sandbox_url,
    schemaText: row.schema_text,
    examplePath: row.example_path,
    exampleAnswer: row.example_answer,
    state: row.state as VersionState,
    notice: row.notice,
    timeoutMs: row.timeout_ms,
    showsCertificate: row.shows_certificate,
    keepBodyBytes: row.keep_body_bytes,
  })
  const grouped = Map.groupBy(rows, ({ offering_id }) => offering_id)
  return new Map([...grouped].map(([id, of]) => [id, of.map(toVersion)]))
}

/** The days of the rights that one subsystem was given to one offering. */
export async function listRightDays(db: Db, subsystemId: string, offeringId: string): Promise<Days[]> {
  return await db
    .selectFrom('exchange.access_right')
    .select(['from_on as fromOn', 'until_on as untilOn'])
    .where('subsystem_id', '=', subsystemId)
    .where('offering_id', '=', offeringId)
    .orderBy('from_on', 'desc')
    .limit(50)
    .execute()
}

export type AccessRight = Days &
  Readonly<{
    id: string
    offeringId: string
    class: string
    member: string
    memberName: string
    subsystem: string
    basis: string
    grantedName: string
  }>

/** Who may use these offerings, and since when; at most 200 rights. */
export async function listRights(db: Db, offeringIds: readonly string[]): Promise<AccessRight[]> {
  if (offeringIds.length === 0) return []
  return await db
    .selectFrom('exchange.access_right as r')
    .innerJoin('exchange.subsystem as s', 's.id', 'r.subsystem_id')
    .innerJoin('exchange.member as m', 'm.id', 's.member_id')
    .select([
      'r.id',
      'r.offering_id as offeringId',
      'm.class',
      'm.code as member',
      'm.name as memberName',
      's.code as subsystem',
      'r.basis',
      'r.granted_name as grantedName',
      'r.from_on as fromOn',
      'r.until_on as untilOn',
    ])
    .where('r.offering_id', 'in', [...offeringIds])
    .orderBy('r.from_on', 'desc')
    .limit(200)
    .execute()
}
