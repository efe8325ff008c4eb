import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { ended, type ShipmentKind, type ShipmentState } from './rules/shipment.ts'

/** Đơn bưu chính: a parcel of the public post. */
export type Shipment = Readonly<{
  id: string
  kind: ShipmentKind
  dossierId: string
  dossierCode: string
  agencyId: string
  agencyName: string
  personName: string
  personPhone: string | null
  address: string | null
  state: ShipmentState
  trackingNumber: string | null
  feeVnd: number | null
  attempt: number
  lastError: string | null
  actAt: Temporal.Instant | null
  openedAt: Temporal.Instant
  stateAt: Temporal.Instant
}>

const columns = [
  'id',
  'kind',
  'dossier_id as dossierId',
  'dossier_code as dossierCode',
  'agency_id as agencyId',
  'agency_name as agencyName',
  'person_name as personName',
  'person_phone as personPhone',
  'address',
  'state',
  'tracking_number as trackingNumber',
  'fee_vnd as feeVnd',
  'attempt',
  'last_error as lastError',
  'act_at as actAt',
  'opened_at as openedAt',
  'state_at as stateAt',
] as const
const selectShipments = (db: Db | Tx) => db.selectFrom('shipments.shipment').select(columns)
type Row = Awaited<ReturnType<ReturnType<typeof selectShipments>['executeTakeFirstOrThrow']>>

const toShipment = (row: Row): Shipment => ({
  ...row,
  kind: row.kind as ShipmentKind,
  state: row.state as ShipmentState,
  actAt: row.actAt && instantOf(row.actAt),
  openedAt: instantOf(row.openedAt),
  stateAt: instantOf(row.stateAt),
})

export type NewShipment = Omit<
  Shipment,
  'trackingNumber' | 'attempt' | 'lastError' | 'actAt' | 'openedAt' | 'stateAt'
> &
  Readonly<{ key: string; at: Temporal.Instant }>

/** Writes an order; false when its key was written before: then nothing is. */
export async function saveShipment(tx: Tx, shipment: NewShipment): Promise<boolean> {
  const at = shipment.at.toString()
  const row = await tx
    .insertInto('shipments.shipment')
    .values({
      id: shipment.id,
      key: shipment.key,
      kind: shipment.kind,
      dossier_id: shipment.dossierId,
      dossier_code: shipment.dossierCode,
      agency_id: shipment.agencyId,
      agency_name: shipment.agencyName,
      person_name: shipment.personName,
      person_phone: shipment.personPhone,
      address: shipment.address,
      state: shipment.state,
      fee_vnd: shipment.feeVnd,
      act_at: shipment.state === 'queued' ? at : null,
      opened_at: at,
      state_at: at,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function lockShipment(tx: Tx, id: string): Promise<Shipment | null> {
  const row = await selectShipments(tx).where('id', '=', id).forUpdate().executeTakeFirst()
  return row ? toShipment(row) : null
}

/** The orders of a dossier, newest first, at most 20. */
export async function listShipments(db: Db | Tx, dossierId: string): Promise<Shipment[]> {
  const found = selectShipments(db).where('dossier_id', '=', dossierId)
  return (await found.orderBy('id', 'desc').limit(20).execute()).map(toShipment)
}

/** Address and telephone of the newest order of these dossiers that has an address. */
export async function findLastContact(
  db: Db,
  dossierIds: readonly string[],
): Promise<Readonly<{ address: string; phone: string | null; openedAt: Temporal.Instant }> | null> {
  const row = await selectShipments(db)
    .where('dossier_id', '=', sql<string>`any(${[...dossierIds]}::uuid[])`)
    .where('address', 'is not', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.address
    ? { address: row.address, phone: row.personPhone, openedAt: instantOf(row.openedAt) }
    : null
}

/** Orders whose turn has come, the longest waiting first. */
export async function listDue(
  db: Db,
  { now, limit }: Readonly<{ now: Temporal.Instant; limit: number }>,
): Promise<string[]> {
  const due = db
    .selectFrom('shipments.shipment')
    .select('id')
    .where('act_at', '<=', now.toString() as never)
  return (await due.orderBy('act_at').limit(limit).execute()).map(({ id }) => id)
}

export type ShipmentChange = Partial<
  Pick<
    Shipment,
    'state' | 'address' | 'personPhone' | 'trackingNumber' | 'attempt' | 'lastError' | 'actAt' | 'stateAt'
  >
>

/** Writes how an order stands; it is locked. */
export async function updateShipment(tx: Tx, id: string, change: ShipmentChange): Promise<void> {
  const { state, address, personPhone, trackingNumber, attempt, lastError, actAt, stateAt } = change
  await tx
    .updateTable('shipments.shipment')
    .set({
      ...(state !== undefined && { state }),
      ...(address !== undefined && { address }),
      ...(personPhone !== undefined && { person_phone: personPhone }),
      ...(trackingNumber !== undefined && { tracking_number: trackingNumber }),
      ...(attempt !== undefined && { attempt }),
      ...(lastError !== undefined && { last_error: lastError }),
      ...(actAt !== undefined && { act_at: actAt?.toString() ?? null }),
      ...(stateAt !== undefined && { state_at: stateAt.toString() }),
    })
    .where('id', '=', id)
    .execute()
}

export type NewShipmentEvent = Readonly<{
  shipmentId: string
  /** When the post says that it happened. */
  at: Temporal.Instant
  recordedAt: Temporal.Instant
  state: string
  toldBy: 'us' | 'answer' | 'report' | 'asked' | 'person' | 'officer'
  why?: string | null
  reportKey?: string | null
}>

/** Appends what happened; false when this very report stands there already. */
export async function appendShipmentEvent(tx: Tx, event: NewShipmentEvent): Promise<boolean> {
  const row = await tx
    .insertInto('shipments.shipment_event')
    .values({
      shipment_id: event.shipmentId,
      at: event.at.toString(),
      recorded_at: event.recordedAt.toString(),
      state: event.state,
      told_by: event.toldBy,
      why: event.why ?? null,
      report_key: event.reportKey ?? null,
    })
    .onConflict((conflict) => conflict.columns(['shipment_id', 'report_key']).doNothing())
    .returning('number')
    .executeTakeFirst()
  return row !== undefined
}

/** How many orders wait for the post, the longest since when, and how many parcels are lost; counted to 10,000. */
export async function tallyShipments(
  db: Db,
): Promise<Readonly<{ waiting: number; oldestAt: Temporal.Instant | null }>> {
  const { rows } = await sql<{ waiting: number; oldest: Date | null }>`
    select count(*)::int as waiting, min(opened_at) as oldest
    from (select opened_at from shipments.shipment
      where act_at is not null and state in ('queued', 'ordering') limit 10000) as counted`.execute(db)
  const { waiting = 0, oldest = null } = rows[0] ?? {}
  return { waiting, oldestAt: oldest && instantOf(oldest) }
}

/** Deletes names, telephones and addresses of orders that ended before `before`, at most 500; how many. */
export async function emptyShipments(
  tx: Tx,
  { before, at }: Readonly<{ before: Temporal.Instant; at: Temporal.Instant }>,
): Promise<number> {
  const found = await selectShipments(tx)
    .where('emptied_at', 'is', null)
    .where('state', 'in', ended)
    .where('state_at', '<', before.toString() as never)
    .limit(500)
    .forUpdate()
    .skipLocked()
    .execute()
  const ids = found.map(({ id }) => id)
  if (ids.length === 0) return 0
  await tx
    .updateTable('shipments.shipment')
    .set({ person_name: '', person_phone: null, address: null, emptied_at: at.toString() })
    .where('id', 'in', ids)
    .execute()
  return ids.length
}
