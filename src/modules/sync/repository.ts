import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'

/** `set_aside`: a later message of the dossier took its place, or a person set it aside. It is not sent any more. */
export type DeliveryState = 'waiting' | 'delivered' | 'refused' | 'dead' | 'set_aside'

/** Which message: by destination, dossier, event, and how often it was told before. */
export type DeliveryKey = Readonly<{
  destination: string
  dossierId: string
  number: number
  repeat: number
}>

/** Tin cần gửi: one event of a dossier for one destination. `failedAt`: since when it has been failing. */
export type Delivery = DeliveryKey &
  Readonly<{
    dossierCode: string
    state: DeliveryState
    attempts: number
    queuedAt: Temporal.Instant
    nextAt: Temporal.Instant
    failedAt: Temporal.Instant | null
    lastError: string | null
    sentAt: Temporal.Instant | null
  }>

/** One whose turn it is; `toldBefore`: the last event of the dossier that has arrived there, 0 when none has. */
export type DueDelivery = Delivery & Readonly<{ toldBefore: number }>

const select = (db: Db | Tx) => db.selectFrom('sync.delivery').selectAll()
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>

const toDelivery = (row: Row): Delivery => ({
  destination: row.destination,
  dossierId: row.dossier_id,
  number: row.number,
  repeat: row.repeat,
  dossierCode: row.dossier_code,
  state: row.state as DeliveryState,
  attempts: row.attempts,
  queuedAt: instantOf(row.queued_at),
  nextAt: instantOf(row.next_at),
  failedAt: row.failed_at && instantOf(row.failed_at),
  lastError: row.last_error,
  sentAt: row.sent_at && instantOf(row.sent_at),
})

// Due at once, by whatever clock: that of the system may stand still, that of waiting never does.
const atOnce = '1970-01-01T00:00:00Z'

/**
 * Puts events of a dossier into the outbox of a destination, all that are missing in one statement, so that none can come
 * after a later one. Those that are there stay as they are. `at`: since when it is to be told. Answers how many were new.
 */
export async function appendDeliveries(
  tx: Tx,
  to: Readonly<{ destination: string; dossierId: string; dossierCode: string }>,
  events: readonly Readonly<{ number: number; at: Temporal.Instant }>[],
): Promise<number> {
  if (events.length === 0) return 0
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('sync.delivery')
    .values(
      events.map(({ number, at }) => ({
        destination: to.destination,
        dossier_id: to.dossierId,
        dossier_code: to.dossierCode,
        number,
        queued_at: at.toString(),
        next_at: atOnce,
      })),
    )
    .onConflict((conflict) => conflict.constraint('delivery_pkey').doNothing())
    .executeTakeFirstOrThrow()
  return Number(numInsertedOrUpdatedRows ?? 0)
}

/**
 * Has the newest event that a destination was told of told again. False when it was never told of that dossier; with
 * `onlyTaken` also when it did not take what it was told last: that waits for a person, or a person has set it aside.
 */
export async function appendRepeat(
  tx: Tx,
  {
    destination,
    dossierId,
    onlyTaken,
  }: Readonly<{ destination: string; dossierId: string; onlyTaken: boolean }>,
  at: Temporal.Instant,
): Promise<boolean> {
  const last = await select(tx)
    .where('destination', '=', destination)
    .where('dossier_id', '=', dossierId)
    .orderBy('number', 'desc')
    .orderBy('repeat', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!last || (onlyTaken && last.state !== 'delivered')) return false
  const moment = at.toString()
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('sync.delivery')
    .values({
      destination,
      dossier_id: dossierId,
      dossier_code: last.dossier_code,
      number: last.number,
      repeat: last.repeat + 1,
      queued_at: moment,
      next_at: atOnce,
    })
    .onConflict((conflict) => conflict.constraint('delivery_pkey').doNothing())
    .executeTakeFirstOrThrow()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/**
 * The messages whose turn it is: of each dossier the first that waits, if it may be tried at `at`. One that waits for a
 * person holds nothing back: what comes after it says all that it said.
 */
export async function listDue(
  db: Db,
  destination: string,
  at: Temporal.Instant,
  limit: number,
): Promise<DueDelivery[]> {
  const rows = await select(db)
    .select(
      sql<number>`(select coalesce(max(told.number), 0) from sync.delivery told
        where told.destination = sync.delivery.destination and told.dossier_id = sync.delivery.dossier_id
          and told.state = 'delivered')`.as('told_before'),
    )
    .where('destination', '=', destination)
    .where('state', '=', 'waiting')
    .where('next_at', '<=', sql<Date>`${at.toString()}::timestamptz`)
    .where(
      sql<boolean>`not exists (select from sync.delivery earlier
        where earlier.destination = sync.delivery.destination and earlier.dossier_id = sync.delivery.dossier_id
          and earlier.state = 'waiting'
          and (earlier.number, earlier.repeat) < (sync.delivery.number, sync.delivery.repeat))`,
    )
    .orderBy('next_at')
    .orderBy('queued_at')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...toDelivery(row), toldBefore: row.told_before }))
}

/** Sets a message aside that waits, because a later one of its dossier has arrived: it would set it back there. */
export async function setAsideOvertaken(db: Db, key: DeliveryKey): Promise<void> {
  await ofKey(db, key).set({ state: 'set_aside' }).where('state', '=', 'waiting').execute()
}

const ofKey = (db: Db | Tx, { destination, dossierId, number, repeat }: DeliveryKey) =>
  db
    .updateTable('sync.delivery')
    .where('destination', '=', destination)
    .where('dossier_id', '=', dossierId)
    .where('number', '=', number)
    .where('repeat', '=', repeat)

/** What came of a sending. */
export type Sending = Readonly<{
  outcome: 'delivered' | 'refused' | 'failed'
  at: Temporal.Instant
  tookMs: number
  answer: string | null
  messageSha256: string | null
}>

/** What becomes of the message after it: the state, and when it is tried again. */
export type Standing = Readonly<{
  state: DeliveryState
  nextAt: Temporal.Instant
  failedAt: Temporal.Instant | null
}>

/**
 * Writes a sending down and what becomes of the message. What before it was not taken is set aside once this one has arrived,
 * or waits for a person itself; so is what a person gave back to the outbox meanwhile, once this one has arrived. Answers the
 * next message of the dossier, which may be sent now: one statement for one message, so a long backlog is one round trip each.
 */
export async function recordSending(
  tx: Tx,
  delivery: DueDelivery,
  sending: Sending,
  after: Standing,
): Promise<DueDelivery | null> {
  const { destination, dossierId, number, repeat } = delivery
  const { rows } = await sql<Row>`
    with done as (
      update sync.delivery set state = ${after.state}, attempts = attempts + 1,
        next_at = ${after.nextAt.toString()}::timestamptz, failed_at = ${after.failedAt?.toString() ?? null}::timestamptz,
        last_error = ${sending.outcome === 'delivered' ? null : sending.answer},
        sent_at = ${sending.outcome === 'delivered' ? sending.at.toString() : null}::timestamptz
      where destination = ${destination} and dossier_id = ${dossierId} and number = ${number} and repeat = ${repeat}
      returning attempts
    ), noted as (
      insert into sync.attempt
        (destination, dossier_id, number, repeat, attempt, at, took_ms, outcome, answer, message_sha256)
      select ${destination}, ${dossierId}::uuid, ${number}, ${repeat}, attempts, ${sending.at.toString()}::timestamptz,
        ${sending.tookMs}, ${sending.outcome}, ${sending.answer}, ${sending.messageSha256} from done
    )
    , replaced as (
      update sync.delivery set state = 'set_aside'
      where destination = ${destination} and dossier_id = ${dossierId} and (number, repeat) < (${number}, ${repeat})
        and state = any(${replacedStates[after.state]}::text[])
    )
    select * from sync.delivery
    where destination = ${destination} and dossier_id = ${dossierId} and state = 'waiting'
      and (number, repeat) > (${number}, ${repeat})
    order by number, repeat limit 1`.execute(tx)
  const [next] = rows
  if (!next || after.state === 'waiting') return null
  return { ...toDelivery(next), toldBefore: after.state === 'delivered' ? number : delivery.toldBefore }
}

/** Which earlier messages of its dossier a message takes the place of, by what became of it. */
const replacedStates: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  delivered: ['waiting', 'refused', 'dead'],
  refused: ['refused', 'dead'],
  dead: ['refused', 'dead'],
  waiting: [],
  set_aside: [],
}

/** When after `at` the next message may be tried; null when none waits for a moment to come. */
export async function findNextAt(
  db: Db,
  destination: string,
  at: Temporal.Instant,
): Promise<Temporal.Instant | null> {
  const row = await db
    .selectFrom('sync.delivery')
    .select('next_at')
    .where('destination', '=', destination)
    .where('state', '=', 'waiting')
    .where('next_at', '>', sql<Date>`${at.toString()}::timestamptz`)
    .orderBy('next_at')
    .limit(1)
    .executeTakeFirst()
  return row ? instantOf(row.next_at) : null
}

/** Has all that waits tried at once: the destination answers again. */
export async function wakeDeliveries(tx: Tx, destination: string, at: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('sync.delivery')
    .set({ next_at: at.toString() })
    .where('destination', '=', destination)
    .where('state', '=', 'waiting')
    .where('next_at', '>', sql<Date>`${at.toString()}::timestamptz`)
    .execute()
}

/** Gives a message that waits for a person back to the outbox. False: it does not wait for one. */
export async function reviveDelivery(tx: Tx, key: DeliveryKey): Promise<boolean> {
  const { numUpdatedRows } = await ofKey(tx, key)
    .set({ state: 'waiting', next_at: atOnce, failed_at: null })
    .where('state', 'in', ['refused', 'dead'])
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Sets aside a message that waits for a person. False: it does not wait for one. */
export async function setAside(tx: Tx, key: DeliveryKey): Promise<boolean> {
  const { numUpdatedRows } = await ofKey(tx, key)
    .set({ state: 'set_aside' })
    .where('state', 'in', ['refused', 'dead'])
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Gives all that waits for a person back to the outbox of a destination; answers how many messages that are. */
export async function reviveAll(tx: Tx, destination: string): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('sync.delivery')
    .set({ state: 'waiting', next_at: atOnce, failed_at: null })
    .where('destination', '=', destination)
    .where('state', 'in', ['refused', 'dead'])
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

/** The messages that wait for a person, the oldest first, at most 50. */
export async function listDead(db: Db, destination: string): Promise<Delivery[]> {
  const rows = await select(db)
    .where('destination', '=', destination)
    .where('state', 'in', ['refused', 'dead'])
    .orderBy('queued_at')
    .limit(50)
    .execute()
  return rows.map(toDelivery)
}

/** A message that waits for a person; null when it does not, or is not there. */
export async function findDead(db: Db, key: DeliveryKey): Promise<Delivery | null> {
  const row = await select(db)
    .where('destination', '=', key.destination)
    .where('dossier_id', '=', key.dossierId)
    .where('number', '=', key.number)
    .where('repeat', '=', key.repeat)
    .where('state', 'in', ['refused', 'dead'])
    .executeTakeFirst()
  return row ? toDelivery(row) : null
}

/** How a dossier stands with its destinations: when it last got there, how much waits, and since when. */
export type DossierStanding = Readonly<{
  destination: string
  waiting: number
  waitsSince: Temporal.Instant | null
  needAPerson: number
  lastSentAt: Temporal.Instant | null
}>

export async function listStandings(db: Db, dossierId: string): Promise<DossierStanding[]> {
  const rows = await db
    .selectFrom('sync.delivery')
    .select(['destination', (eb) => eb.fn.max('sent_at').as('lastSentAt')])
    .select(sql<number>`count(*) filter (where state = 'waiting')::int`.as('waiting'))
    .select(sql<Date | null>`min(queued_at) filter (where state = 'waiting')`.as('waitsSince'))
    .select(sql<number>`count(*) filter (where state in ('refused', 'dead'))::int`.as('needAPerson'))
    .where('dossier_id', '=', dossierId)
    .groupBy('destination')
    .orderBy('destination')
    .execute()
  const instant = (at: Date | null) => at && instantOf(at)
  return rows.map(({ lastSentAt, waitsSince, ...row }) => ({
    ...{ ...row, lastSentAt: instant(lastSentAt), waitsSince: instant(waitsSince) },
  }))
}
