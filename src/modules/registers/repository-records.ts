import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db } from '#platform/db'
import type { FailureReason } from './ports.ts'
import type { NewLookUp } from './repository.ts'
import type { Outcomes } from './rules/outcome.ts'

/** A look-up as it was, with how it ended; `dossierCode` also where the dossier came after it. */
export type LookUpRecord = Omit<NewLookUp, 'occasion' | 'dossier' | 'keptFromId'> &
  Readonly<{
    dossierCode: string | null
    /** Answered out of an answer that was kept. */
    isKept: boolean
    /** When the register itself answered; null: it has not. */
    answeredAt: Temporal.Instant | null
    outcomes: Outcomes | null
    failure: FailureReason | null
  }>

const selectRecords = (db: Db) =>
  db
    .selectFrom('registers.look_up as look')
    .leftJoin('registers.look_up_answer as answer', (join) =>
      join.on('answer.look_up_id', '=', sql<string>`coalesce(look.kept_from_id, look.id)`),
    )
    .leftJoin('registers.look_up_dossier as tied', 'tied.look_up_id', 'look.id')
    .selectAll('look')
    .select(['answer.answered_at', 'answer.outcomes', 'answer.failure'])
    .select(sql<string | null>`coalesce(look.dossier_code, tied.dossier_code)`.as('of_dossier'))

type Row = Awaited<ReturnType<ReturnType<typeof selectRecords>['execute']>>[number]

const recordOf = (row: Row): LookUpRecord => ({
  id: row.id,
  askedAt: instantOf(row.asked_at),
  register: row.register,
  kind: row.kind as LookUpRecord['kind'],
  subject: row.subject,
  inputKinds: row.input_kinds,
  fields: row.fields,
  purpose: row.purpose,
  dossierCode: row.of_dossier,
  account: {
    kind: row.account_kind as LookUpRecord['account']['kind'],
    id: row.account_id,
    name: row.account_name,
  },
  agency: row.agency_code ? { code: row.agency_code, name: row.agency_name ?? '' } : null,
  isKept: row.kept_from_id !== null,
  answeredAt: row.answered_at && instantOf(row.answered_at),
  outcomes: row.outcomes as Outcomes | null,
  failure: row.failure as FailureReason | null,
})

/**
 * The newest verification in a register for a dossier: what its draft was filled in with is no check of it. Or the newest
 * look-up for an intake of this account.
 */
export async function findLatest(
  db: Db,
  of: Readonly<
    { register: string } & ({ dossierId: string } | { occasion: string; accountId: string; subject: string })
  >,
): Promise<LookUpRecord | null> {
  const records = selectRecords(db).where('look.register', '=', of.register)
  const found =
    'dossierId' in of
      ? records
          .where('look.kind', '=', 'verify')
          .where((or) =>
            or.or([or('look.dossier_id', '=', of.dossierId), or('tied.dossier_id', '=', of.dossierId)]),
          )
      : records
          .where('look.occasion', '=', of.occasion)
          .where('look.account_id', '=', of.accountId)
          .where('look.subject', '=', of.subject)
  const row = await found.orderBy('look.id', 'desc').limit(1).executeTakeFirst()
  return row ? recordOf(row) : null
}

/** What the report is asked for; days are 'YYYY-MM-DD', both counted in. */
export type RecordQuery = Readonly<{
  from: string | null
  to: string | null
  /** A part of the name of the account. */
  account: string | null
  agencyCode: string | null
  register: string | null
  subject: string | null
}>

/** The look-ups that the query asks for, the newest first; `before` is the id of the last one seen. */
export async function listRecords(
  db: Db,
  query: RecordQuery,
  { before, limit }: Readonly<{ before: string | null; limit: number }>,
): Promise<LookUpRecord[]> {
  const { from, to, account, agencyCode, register, subject } = query
  const startOf = (day: string) => sql<Date>`${`${day}T00:00:00+07:00`}::timestamptz`
  const rows = await selectRecords(db)
    .$if(from !== null, (records) => records.where('look.asked_at', '>=', startOf(from ?? '')))
    .$if(to !== null, (records) =>
      records.where('look.asked_at', '<', sql<Date>`${startOf(to ?? '')} + interval '1 day'`),
    )
    .$if(account !== null, (records) =>
      records.where(sql<boolean>`strpos(lower(look.account_name), lower(${account ?? ''}::text)) > 0`),
    )
    .$if(agencyCode !== null, (records) => records.where('look.agency_code', '=', agencyCode))
    .$if(register !== null, (records) => records.where('look.register', '=', register ?? ''))
    .$if(subject !== null, (records) => records.where('look.subject', '=', subject ?? ''))
    .$if(before !== null, (records) => records.where('look.id', '<', before ?? ''))
    .orderBy('look.id', 'desc')
    .limit(Math.min(limit, 1000))
    .execute()
  return rows.map(recordOf)
}

/** The registers that answered for a dossier, and when; at most 100. */
export async function listAnswered(
  db: Db,
  dossierId: string,
): Promise<{ code: string; at: Temporal.Instant }[]> {
  const rows = await selectRecords(db)
    .where((or) => or.or([or('look.dossier_id', '=', dossierId), or('tied.dossier_id', '=', dossierId)]))
    .where('answer.failure', 'is', null)
    .where('answer.answered_at', 'is not', null)
    .orderBy('look.id')
    .limit(100)
    .execute()
  return rows.map(({ register, asked_at }) => ({ code: register, at: instantOf(asked_at) }))
}

/** How a register has done: answers, failures, and the mean time of an answer in seconds. */
export type RegisterTally = Readonly<{ register: string; answered: number; failed: number; seconds: number }>

/** How each register has done since then, of the latest 2,000 look-ups that were not answered from what was kept. */
export async function tallyLatest(db: Db, since: Temporal.Instant): Promise<RegisterTally[]> {
  const { rows } = await sql<{ register: string; answered: string; failed: string; seconds: number | null }>`
    select look.register,
      count(*) filter (where answer.outcomes is not null) as answered,
      count(*) filter (where answer.failure is not null) as failed,
      avg(extract(epoch from answer.answered_at - look.asked_at)) filter (where answer.outcomes is not null)::float8 as seconds
    from (select * from registers.look_up order by id desc limit 2000) as look
    join registers.look_up_answer as answer on answer.look_up_id = look.id
    where look.asked_at >= ${since.toString()}::timestamptz
    group by look.register order by look.register`.execute(db)
  return rows.map(({ register, answered, failed, seconds }) => ({
    ...{ register, answered: Number(answered), failed: Number(failed), seconds: seconds ?? 0 },
  }))
}
