import type { Temporal } from 'temporal-polyfill'
import { Unanswered } from '#platform/failed-call'
import type { ShipmentKind, ToldState } from './rules/shipment.ts'

/** What is ordered of the post. `key` is ours, and the same whenever this order is tried again. */
export type PostOrder = Readonly<{
  key: string
  kind: ShipmentKind
  person: Readonly<{ name: string; phone: string | null; address: string }>
  agencyName: string
  dossierCode: string
  /** Paid to the postman; null: by the price list of the post. */
  feeVnd: number | null
}>

/** `refused`: the post will never take this order, and says why by a code of ours. */
export type TakenOrder =
  | Readonly<{ state: 'ordered'; trackingNumber: string }>
  | Readonly<{ state: 'refused'; why: string }>

/** What the post says of a parcel. */
export type ToldParcel = Readonly<{
  state: ToldState
  trackingNumber: string | null
  at: Temporal.Instant | null
  why: string | null
}>

/** The public post, as shipments need it. Every question throws `PostAway` when nothing usable comes back. */
export type PublicPost = Readonly<{
  order: (order: PostOrder) => Promise<TakenOrder>
  ask: (key: string) => Promise<ToldParcel>
  /** Null: it is not from the post, or not to be read. `body` is the text as it came, which is what was signed. */
  readReport: (
    call: Readonly<{ headers: Readonly<Record<string, unknown>>; body: string }>,
  ) => Readonly<{ key: string; told: ToldParcel; reportKey: string }> | null
}>

/** The post gave no usable answer. `mayHaveTaken`: it may have taken the order before the line broke. */
export class PostAway extends Unanswered {
  override readonly name = 'PostAway'
}
