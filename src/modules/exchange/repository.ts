import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db } from '#platform/db'
import { listPlanned } from './repository-maintenance.ts'
import type { Days } from './rules/access.ts'
import { newestFirst, type VersionState } from './rules/choose-version.ts'
import type { PlannedMaintenance } from './rules/maintenance.ts'

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
  /** As it was set by hand; what was announced besides is judged by `standingAt`. */
  state: VersionState
  notice: string | null
  /** Since when, and who said so; null: it has stood so from the beginning. */
  stateAt: Temporal.Instant | null
  stateName: string | null
  /** Announced for this version, not over and not called off, by its beginning; nothing for one that is withdrawn. */
  planned: readonly PlannedMaintenance[]
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
  /** Since when the system that offers it is no more. */
  endedAt: Temporal.Instant | null
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
      's.ended_at',
    ])

type OfferingRow = Omit<Offering, 'memberDays' | 'endedAt'> & {
  from_on: string
  until_on: string | null
  ended_at: Date | null
}

const toOffering = ({ from_on, until_on, ended_at, ...row }: OfferingRow): Offering => ({
  ...row,
  memberDays: { fromOn: from_on, untilOn: until_on },
  endedAt: ended_at && instantOf(ended_at),
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

/** The offerings a subsystem may call on `day` or will later, by code; at most 500. */
export async function listOfferingsFor(db: Db, subsystemId: string, day: string): Promise<Offering[]> {
  const rows = await offerings(db)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('exchange.access_right as r')
          .select('r.id')
          .whereRef('r.offering_id', '=', 'o.id')
          .where('r.subsystem_id', '=', subsystemId)
          .where((right) =>
            right.or([
              right('r.until_on', 'is', null),
              // One that was ended before it began holds on no day.
              right.and([right('r.until_on', '>=', day), right('r.until_on', '>=', right.ref('r.from_on'))]),
            ]),
          ),
      ),
    )
    .orderBy('o.id')
    .limit(500)
    .execute()
  return rows.map(toOffering)
}

/** The versions of offerings, the newest first, with what is announced for each and not over at `at`. */
export async function listVersions(
  db: Db,
  offeringIds: readonly string[],
  at: Temporal.Instant,
): Promise<ReadonlyMap<string, readonly OfferingVersion[]>> {
  if (offeringIds.length === 0) return new Map()
  const [rows, planned] = await Promise.all([
    db
      .selectFrom('exchange.offering_version')
      .selectAll()
      .where('offering_id', 'in', [...offeringIds])
      .execute(),
    listPlanned(db, offeringIds, at),
  ])
  // What is withdrawn has nothing to maintain; brought back, it has again what was announced.
  const plannedFor = (row: (typeof rows)[number]): PlannedMaintenance[] =>
    row.state === 'withdrawn'
      ? []
      : (planned.get(row.offering_id) ?? []).filter(
          ({ versionId }) => versionId === null || versionId === row.id,
        )
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
    stateAt: row.state_at && instantOf(row.state_at),
    stateName: row.state_name,
    planned: plannedFor(row),
    timeoutMs: row.timeout_ms,
    showsCertificate: row.shows_certificate,
    keepBodyBytes: row.keep_body_bytes,
  })
  const grouped = Map.groupBy(rows, ({ offering_id }) => offering_id)
  return new Map([...grouped].map(([id, of]) => [id, newestFirst(of.map(toVersion))]))
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
    /** What it is to call: `class/member/subsystem/offering`. */
    offeringCode: string
    subsystemId: string
    class: string
    member: string
    memberName: string
    subsystem: string
    contact: string
    basis: string
    grantedName: string
    /** Ended before its day: by whom, and why. */
    ended: Readonly<{ name: string; reason: string; at: Temporal.Instant }> | null
  }>

const rights = (db: Db) =>
  db
    .selectFrom('exchange.access_right as r')
    .innerJoin('exchange.subsystem as s', 's.id', 'r.subsystem_id')
    .innerJoin('exchange.member as m', 'm.id', 's.member_id')
    .innerJoin('exchange.offering as o', 'o.id', 'r.offering_id')
    .innerJoin('exchange.subsystem as os', 'os.id', 'o.subsystem_id')
    .innerJoin('exchange.member as om', 'om.id', 'os.member_id')
    .select([
      ...(['r.id', 'r.basis', 'r.ended_at', 'r.ended_name', 'r.end_reason', 's.contact', 'm.class'] as const),
      'r.offering_id as offeringId',
      'r.subsystem_id as subsystemId',
      'm.code as member',
      'm.name as memberName',
      's.code as subsystem',
      'r.granted_name as grantedName',
      'r.from_on as fromOn',
      'r.until_on as untilOn',
      'om.class as providerClass',
      'om.code as providerMember',
      'os.code as providerSubsystem',
      'o.code as offering',
    ])
    .orderBy('r.from_on', 'desc')
    .orderBy('r.id', 'desc')

type RightRow = Awaited<ReturnType<ReturnType<typeof rights>['executeTakeFirstOrThrow']>>

function toRight({
  providerClass,
  providerMember,
  providerSubsystem,
  offering,
  ...row
}: RightRow): AccessRight {
  const { ended_at, ended_name, end_reason, ...right } = row
  const ended = ended_at && { at: instantOf(ended_at), name: ended_name ?? '', reason: end_reason ?? '' }
  return {
    ...right,
    offeringCode: [providerClass, providerMember, providerSubsystem, offering].join('/'),
    ended,
  }
}

/** Who may use these offerings on `day`; at most 2000 rights. */
export async function listRightsOn(
  db: Db,
  offeringIds: readonly string[],
  day: string,
): Promise<AccessRight[]> {
  if (offeringIds.length === 0) return []
  const rows = await rights(db)
    .where('r.offering_id', 'in', [...offeringIds])
    .where('r.from_on', '<=', day)
    .where((right) => right.or([right('r.until_on', 'is', null), right('r.until_on', '>=', day)]))
    .limit(2000)
    .execute()
  return rows.map(toRight)
}

/** Every right to an offering there ever was, the one that begins last first; at most 200. */
export async function listRightsTo(db: Db, offeringId: string): Promise<AccessRight[]> {
  return (await rights(db).where('r.offering_id', '=', offeringId).limit(200).execute()).map(toRight)
}

/** The rights that are not over on `day` and are held by these systems, or are to what they offer. */
export async function listRightsOfSystems(
  db: Db,
  subsystemIds: readonly string[],
  day: string,
): Promise<AccessRight[]> {
  if (subsystemIds.length === 0) return []
  const ids = [...subsystemIds]
  const rows = await rights(db)
    .where((right) => right.or([right('r.subsystem_id', 'in', ids), right('o.subsystem_id', 'in', ids)]))
    .where((right) =>
      right.or([
        right('r.until_on', 'is', null),
        right.and([right('r.until_on', '>=', day), right('r.until_on', '>=', right.ref('r.from_on'))]),
      ]),
    )
    .execute()
  return rows.map(toRight)
}
