import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { Channel } from './rules/channels.ts'
import { type DeliveryState, isAway } from './rules/delivery.ts'

/** Một lần gửi: a message on its way over one channel. */
export type Delivery = Readonly<{
  id: string
  messageId: string
  round: number
  channel: Channel
  address: string
  state: DeliveryState
  reference: string | null
  why: string | null
  attempt: number
  askedTimes: number
  segments: number | null
  actAt: Temporal.Instant | null
  stateAt: Temporal.Instant
}>

const columns = [
  'id',
  'message_id as messageId',
  'round',
  'channel',
  'address',
  'state',
  'reference',
  'why',
  'attempt',
  'asked_times as askedTimes',
  'segments',
  'act_at as actAt',
  'state_at as stateAt',
] as const

const selectDeliveries = (db: Db | Tx) => db.selectFrom('notifications.delivery').select(columns)
type Row = Awaited<ReturnType<ReturnType<typeof selectDeliveries>['executeTakeFirstOrThrow']>>

const toDelivery = (row: Row): Delivery => ({
  ...row,
  channel: row.channel as Channel,
  state: row.state as DeliveryState,
  actAt: row.actAt && instantOf(row.actAt),
  stateAt: instantOf(row.stateAt),
})

export type NewDelivery = Pick<Delivery, 'id' | 'messageId' | 'round' | 'channel' | 'address' | 'segments'> &
  Readonly<{ at: Temporal.Instant }>

export async function saveDelivery(tx: Tx, delivery: NewDelivery): Promise<void> {
  await tx
    .insertInto('notifications.delivery')
    .values({
      id: delivery.id,
      message_id: delivery.messageId,
      round: delivery.round,
      channel: delivery.channel,
      address: delivery.address,
      segments: delivery.segments,
      state: 'queued',
      act_at: delivery.at.toString(),
      queued_at: delivery.at.toString(),
      state_at: delivery.at.toString(),
    })
    .execute()
}

export async function findDelivery(db: Db | Tx, id: string): Promise<Delivery | null> {
  const row = await selectDeliveries(db).where('id', '=', id).executeTakeFirst()
  return row ? toDelivery(row) : null
}

/** The deliveries of messages, in the order in which they were begun; of all rounds. */
export async function listDeliveries(db: Db | Tx, messageIds: readonly string[]): Promise<Delivery[]> {
  if (messageIds.length === 0) return []
  const rows = await selectDeliveries(db).where('message_id', 'in', messageIds).orderBy('id').execute()
  return rows.map(toDelivery)
}

export type DeliveryChange = Partial<
  Pick<Delivery, 'state' | 'reference' | 'why' | 'attempt' | 'askedTimes' | 'actAt' | 'stateAt'>
>

/** Writes how a delivery stands; its message is locked. */
export async function updateDelivery(tx: Tx, id: string, change: DeliveryChange): Promise<void> {
  const { state, reference, why, attempt, askedTimes, actAt, stateAt } = change
  await tx
    .updateTable('notifications.delivery')
    .set({
      ...(state !== undefined && { state }),
      ...(reference !== undefined && { reference }),
      ...(why !== undefined && { why }),
      ...(attempt !== undefined && { attempt }),
      ...(askedTimes !== undefined && { asked_times: askedTimes }),
      ...(actAt !== undefined && { act_at: actAt?.toString() ?? null }),
      ...(stateAt !== undefined && { state_at: stateAt.toString() }),
    })
    .where('id', '=', id)
    .execute()
}

export type NewDeliveryEvent = Readonly<{
  deliveryId: string
  at: Temporal.Instant
  state: string
  toldBy: 'us' | 'answer' | 'report' | 'asked'
  reference?: string | null
  why?: string | null
  reportKey?: string | null
}>

/** Appends what happened; false when this very report stands there already. */
export async function appendDeliveryEvent(tx: Tx, event: NewDeliveryEvent): Promise<boolean> {
  const row = await tx
    .insertInto('notifications.delivery_event')
    .values({
      delivery_id: event.deliveryId,
      at: event.at.toString(),
      state: event.state,
      told_by: event.toldBy,
      reference: event.reference ?? null,
      why: event.why ?? null,
      report_key: event.reportKey ?? null,
    })
    .onConflict((conflict) => conflict.columns(['delivery_id', 'report_key']).doNothing())
    .returning('number')
    .executeTakeFirst()
  return row !== undefined
}

/** The messages whose turn has come over a channel, the longest waiting first, at most `limit`. */
export async function listToCarry(
  db: Db,
  { channel, now, limit }: Readonly<{ channel: Channel; now: Temporal.Instant; limit: number }>,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('notifications.delivery')
    .select('message_id as messageId')
    .where('channel', '=', channel)
    .where('act_at', '<=', now.toString() as never)
    .orderBy('act_at')
    .limit(limit)
    .execute()
  return rows.map(({ messageId }) => messageId)
}

/** The messages that wait for a channel since `before`, and have another one to go to. */
export async function listToPassOn(
  db: Db,
  { channel, before, limit }: Readonly<{ channel: Channel; before: Temporal.Instant; limit: number }>,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('notifications.delivery as d')
    .innerJoin('notifications.message as m', (join) =>
      join.onRef('m.id', '=', 'd.message_id').onRef('m.round', '=', 'd.round'),
    )
    .select('d.message_id as messageId')
    .where('d.channel', '=', channel)
    .where('d.state', '=', 'queued')
    .where('d.act_at', '<=', before.toString() as never)
    .where(sql<boolean>`d.channel = any(m.channels[: cardinality(m.channels) - 1])`)
    .orderBy('d.act_at')
    .limit(limit)
    .execute()
  return rows.map(({ messageId }) => messageId)
}

/** The channels whose carriers are away. */
export async function listAway(db: Db | Tx): Promise<readonly Channel[]> {
  const rows = await db.selectFrom('notifications.channel_standing').select(['channel', 'failures']).execute()
  return rows.filter(({ failures }) => isAway(failures)).map(({ channel }) => channel as Channel)
}

/** Notes whether a carrier answered: away is who did not, a few times in a row. */
export async function noteAnswered(
  db: Db,
  channel: Channel,
  answered: boolean,
  at: Temporal.Instant,
): Promise<void> {
  if (answered) await sql`delete from notifications.channel_standing where channel = ${channel}`.execute(db)
  else
    await sql`insert into notifications.channel_standing as standing (channel, failures, failed_at)
      values (${channel}, 1, ${at.toString()}::timestamptz)
      on conflict (channel) do update
      set failures = standing.failures + 1, failed_at = excluded.failed_at`.execute(db)
}

export type Tally = Readonly<{ waiting: number; undelivered: number; oldestWaitingAt: Temporal.Instant | null }>

/** What waits to be sent, and what did not arrive, counted to 10,000; the oldest that waits, but for some channels. */
export async function tallyMessages(db: Db, butFor: readonly Channel[] = []): Promise<Tally> {
  const { rows } = await sql<{ waiting: number; undelivered: number; oldest: Date | null }>`
    select
      (select count(*)::int from (select from notifications.delivery
        where act_at is not null and state in ('queued', 'sending') limit 10000) as counted) as waiting,
      (select count(*)::int from (select from notifications.message
        where state in ('undeliverable', 'unknown') limit 10000) as counted) as undelivered,
      (select min(act_at) from notifications.delivery
        where act_at is not null and state in ('queued', 'sending')
          and channel <> all (${[...butFor]}::text[])) as oldest`.execute(db)
  const { waiting = 0, undelivered = 0, oldest = null } = rows[0] ?? {}
  return { waiting, undelivered, oldestWaitingAt: oldest && instantOf(oldest) }
}
