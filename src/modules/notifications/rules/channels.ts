import { Temporal } from 'temporal-polyfill'
import { isMailbox } from './discretion.ts'

/** Kênh liên hệ: how a person is told. */
export type Channel = 'email' | 'sms' | 'zalo'

export const channels: readonly Channel[] = ['email', 'sms', 'zalo']

export const isChannel = (text: unknown): text is Channel => channels.some((channel) => channel === text)

/** A telephone number of Việt Nam as ten digits; null: nothing that can be sent to. */
export function readTelephone(text: string | null): string | null {
  const digits = (text ?? '').replace(/[\s.-]/g, '').replace(/^(\+84|84)(?=\d{9}$)/, '0')
  return /^0\d{9}$/.test(digits) ? digits : null
}

/** Where a person is reached; `hasShort`: the message can be said in a line. */
export type Reach = Readonly<{ email: string | null; phone: string | null; hasShort: boolean }>

/** The address of a person on a channel; null: they cannot be reached there. */
export function addressOn(channel: Channel, { email, phone, hasShort }: Reach): string | null {
  if (channel === 'email') return email && isMailbox(email) ? email : null
  return hasShort ? readTelephone(phone) : null
}

/** The channels of the settings, in order: `zalo, sms`; what is no channel, or comes twice, is left out. */
export const readChannels = (text: string): readonly Channel[] =>
  [...new Set(text.split(',').map((part) => part.trim()))].filter(isChannel)

/**
 * In which order channels are tried: the person's choice first, then as the settings say, each once, where there is an
 * address and somebody to carry it. A choice that the settings do not name is not taken: nobody pays for that channel.
 */
export function orderChannels(
  { preferred, offered }: Readonly<{ preferred: Channel | null; offered: readonly Channel[] }>,
  reach: Reach,
): readonly Channel[] {
  const first = preferred && offered.includes(preferred) ? [preferred] : []
  return [...new Set([...first, ...offered])].filter((channel) => addressOn(channel, reach) !== null)
}

/** From when till when a telephone must not ring, by the clock of Việt Nam. */
export type QuietHours = Readonly<{ from: Temporal.PlainTime; until: Temporal.PlainTime }>

/** `22:00-06:00`; null: no quiet hours. */
export function readQuietHours(text: string): QuietHours | null {
  const [, from, until] = /^(\d{2}:\d{2})-(\d{2}:\d{2})$/.exec(text.trim()) ?? []
  if (!from || !until || from === until) return null
  return { from: Temporal.PlainTime.from(from), until: Temporal.PlainTime.from(until) }
}

/** When a message may go out over `channel` that is to go now; null: at once. An e-mail wakes nobody. */
export function waitsUntil(
  channel: Channel,
  quiet: QuietHours | null,
  now: Temporal.Instant,
): Temporal.Instant | null {
  if (!quiet || channel === 'email') return null
  const local = now.toZonedDateTimeISO('Asia/Ho_Chi_Minh')
  const time = local.toPlainTime()
  const isAfterFrom = Temporal.PlainTime.compare(time, quiet.from) >= 0
  const isBeforeEnd = Temporal.PlainTime.compare(time, quiet.until) < 0
  const overMidnight = Temporal.PlainTime.compare(quiet.from, quiet.until) > 0
  const isQuiet = overMidnight ? isAfterFrom || isBeforeEnd : isAfterFrom && isBeforeEnd
  if (!isQuiet) return null
  const end = local.withPlainTime(quiet.until)
  return (overMidnight && isAfterFrom ? end.add({ days: 1 }) : end).toInstant()
}
