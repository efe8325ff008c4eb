import type { Temporal } from 'temporal-polyfill'
import { Unanswered } from '#platform/failed-call'
import type { Channel } from './rules/channels.ts'
import type { Told } from './rules/delivery.ts'

/** One message as it goes out over one channel. `key` is ours, and the same whenever this sending is tried again. */
export type Outgoing = Readonly<{
  key: string
  to: Readonly<{ name: string; address: string }>
  subject: string
  /** The whole text; where texts are short, the short one. */
  text: string
  /** What a template of the carrier is filled with; null: the message has no short form. */
  values: Readonly<{ about: string; link: string }> | null
}>

/** `refused`: the carrier will never take it, and says why by a code of ours. */
export type Taken =
  | Readonly<{ state: 'accepted'; reference: string | null }>
  | Readonly<{ state: 'refused'; why: string }>

/** What a carrier tells by itself. `reportKey`: the same report has the same. */
export type CarrierReport = Readonly<{
  key: string
  reference: string | null
  told: Told
  at: Temporal.Instant | null
  reportKey: string
}>

/** Whoever carries messages over one channel: a mail server, a gateway of SMS, Zalo. */
export type MessageCarrier = Readonly<{
  channel: Channel
  /** By what its reports are told apart in their address. */
  key: string
  /** Whether it tells later, by itself, what became of a message. */
  sendsReports: boolean
  /** What it can be asked about a message by; null: it cannot be asked. */
  asksBy: 'key' | 'reference' | null
  /** Throws `CarrierAway` where it is not known that the message was taken. */
  send: (message: Outgoing) => Promise<Taken>
  /** Only where `asksBy` allows it. Throws `CarrierAway` when nothing usable comes back. */
  ask: (sent: Readonly<{ key: string; reference: string | null; address: string }>) => Promise<Told>
  /** Null: it is not from the carrier, or not to be read. `body` is the text as it came, which is what was signed. */
  readReport: (
    call: Readonly<{ headers: Readonly<Record<string, unknown>>; body: string }>,
  ) => CarrierReport | null
  close: () => Promise<void>
}>

/** The carrier gave no usable answer. `mayHaveTaken`: it may have taken the message before the line broke. */
export class CarrierAway extends Unanswered {
  override readonly name = 'CarrierAway'
}
