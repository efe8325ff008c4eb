import type { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import { findDossierById, type StoredDossier } from '#modules/dossiers'
import type { CitizenActor, OfficerActor } from '#modules/identity'
import { readTelephone } from '#modules/notifications'
import { getAgency } from '#modules/organisations'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { enqueue } from '#platform/jobs'
import { shipmentsProblem } from './errors.ts'
import {
  appendShipmentEvent,
  listShipments,
  lockShipment,
  type Shipment,
  saveShipment,
  updateShipment,
} from './repository.ts'
import { hasEnded, readAddress, type ShipmentKind } from './rules/shipment.ts'

/** The job that takes an order to the post. */
export const carryShipmentJob = { name: 'shipments.carry' } as const
export type CarryShipment = Readonly<{ shipmentId: string }>

type Fees = Readonly<{ POST_FEE_COLLECT_VND?: number; POST_FEE_DELIVER_VND?: number }>

/** Most orders of one kind for one dossier: an address that is wrong three times is a matter for a telephone call. */
const mostOrders = 3

/** What makes a result: it is granted, or it is refused, in writing too. */
const resultEvents: readonly string[] = ['approve', 'reject']

/**
 * Follows the events of dossiers: a result that is to be brought by post is ordered in the transaction of what made it. Where
 * no address is known the order waits for one.
 */
export const orderAfterEvent =
  ({ clock, config }: Pick<Context, 'clock' | 'config'>) =>
  async (tx: Tx, { dossierId, type }: Readonly<{ dossierId: string; type: string }>): Promise<void> => {
    if (!resultEvents.includes(type)) return
    const dossier = await findDossierById(tx, dossierId)
    if (dossier?.returnMethod !== 'post') return
    const address = readAddress(dossier.applicantAddress ?? '')
    await open(tx, { dossier, kind: 'deliver', address, number: 1, at: clock.now(), fees: config as Fees })
  }

type Opening = Readonly<{
  dossier: StoredDossier
  kind: ShipmentKind
  address: string | null
  phone?: string | null
  number: number
  at: Temporal.Instant
  fees: Fees
}>

async function open(
  tx: Tx,
  { dossier, kind, address, phone, number, at, fees }: Opening,
): Promise<string | null> {
  const agency = await getAgency(tx, dossier.receivingAgencyId)
  const id = makeId(at.epochMilliseconds)
  const feeVnd = (kind === 'collect' ? fees.POST_FEE_COLLECT_VND : fees.POST_FEE_DELIVER_VND) ?? null
  const isNew = await saveShipment(tx, {
    ...{ id, kind, address, feeVnd, at, key: `${dossier.id}:${kind}:${number}` },
    ...{ dossierId: dossier.id, dossierCode: dossier.code ?? dossier.reference },
    ...{ agencyId: dossier.receivingAgencyId, agencyName: agency.name },
    ...{ personName: dossier.applicantName, personPhone: readTelephone(phone ?? dossier.applicantPhone) },
    state: address === null ? 'address_needed' : 'queued',
  })
  if (!isNew) return null
  const state = address === null ? 'address_needed' : 'queued'
  await appendShipmentEvent(tx, { shipmentId: id, at, recordedAt: at, state, toldBy: 'us' })
  if (address !== null) await queue(tx, id)
  return id
}

const queue = (tx: Tx, shipmentId: string) =>
  enqueue<CarryShipment>(tx, carryShipmentJob, { shipmentId }, { key: `shipments.${shipmentId}` })

/**
 * Whether the post can be ordered now: papers before they are checked or when more are asked for; a result when there is one,
 * by hand where it was not ordered by itself, waits for an address or did not arrive.
 */
export function mayOrder(
  kind: ShipmentKind,
  { state, returnMethod }: StoredDossier,
  orders: readonly Shipment[],
): boolean {
  const same = orders.filter((one) => one.kind === kind)
  if (same.length >= mostOrders || same.some((one) => !hasEnded(one.state) && one.state !== 'address_needed'))
    return false
  if (kind === 'collect') return state === 'registered' || state === 'supplement_requested'
  const waits = same.some((one) => one.state === 'address_needed')
  const failed = same.some((one) => ['returned', 'lost', 'refused'].includes(one.state))
  return state === 'resolved' && returnMethod === 'post' && (same.length === 0 || waits || failed)
}

/**
 * A person, or an officer for them, says where papers are fetched or the result is brought, and it is ordered. The caller has
 * checked that the dossier may be read. Throws `shipments.not_now`.
 */
export async function orderShipment(
  { db, clock, config }: Pick<Context, 'db' | 'clock' | 'config'>,
  wanted: Readonly<{ dossierId: string; kind: ShipmentKind; address: string; phone: string | null }>,
  actor: CitizenActor | OfficerActor,
): Promise<void> {
  const { dossierId, kind, address, phone } = wanted
  const at = clock.now()
  await db.transaction().execute(async (tx) => {
    const dossier = await findDossierById(tx, dossierId)
    const orders = await listShipments(tx, dossierId)
    if (!dossier || !mayOrder(kind, dossier, orders)) throw shipmentsProblem('shipments.not_now')
    const waiting = orders.find((one) => one.kind === kind && one.state === 'address_needed')
    const number = orders.filter((one) => one.kind === kind).length + 1
    const opening = { dossier, kind, address, phone, number, at, fees: config as Fees }
    const id = waiting
      ? await giveAddress(tx, waiting.id, { address, phone, at, actor })
      : await open(tx, opening)
    if (!id) throw shipmentsProblem('shipments.not_now')
    await appendAudit(tx, {
      ...{ at, actor, action: `shipments.${kind}`, detail: { shipmentId: id } },
      ...{ subjectKind: 'dossier', subjectId: dossierId, subjectCode: dossier.code ?? dossier.reference },
    })
  })
}

type Given = Readonly<{
  address: string
  phone: string | null
  at: Temporal.Instant
  actor: CitizenActor | OfficerActor
}>

async function giveAddress(tx: Tx, id: string, { address, phone, at, actor }: Given): Promise<string | null> {
  const shipment = await lockShipment(tx, id)
  if (shipment?.state !== 'address_needed') return null
  const personPhone = readTelephone(phone) ?? shipment.personPhone
  await updateShipment(tx, id, { state: 'queued', address, personPhone, actAt: at, stateAt: at })
  const toldBy = actor.kind === 'officer' ? 'officer' : 'person'
  await appendShipmentEvent(tx, { shipmentId: id, at, recordedAt: at, state: 'queued', toldBy })
  await queue(tx, id)
  return id
}
