import { createHmac, timingSafeEqual } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import type { Context } from '#platform/context'

/** What a paper is given out for: as part of a dossier, or as its result. */
export type HandoutPurpose = 'dossier' | 'result'

/** One paper for one system; `until` is an instant of RFC 3339 in UTC. */
export type Handout = Readonly<{ paperId: string; system: string; purpose: HandoutPurpose; until: string }>

type Server = Pick<Context, 'publicUrl' | 'secret' | 'config'>

/**
 * The address under which a system may fetch a paper for one purpose, until the end of the last of the set days. The same
 * all day long, so that what is told twice is equal.
 */
export function linkPaper(
  { publicUrl, secret, config }: Server,
  meant: Omit<Handout, 'until'>,
  at: Temporal.Instant,
): string {
  const until = endOfLink(at, config.HANDOUT_DAYS)
  const { system, purpose, paperId } = meant
  const query = new URLSearchParams({ to: system, for: purpose, until, mac: sign(secret, { ...meant, until }) })
  return `${publicUrl}/api/v1/handouts/${paperId}?${query}`
}

/** Midnight in Vietnam after so many whole days. */
function endOfLink(at: Temporal.Instant, days: number): string {
  const today = at.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDate()
  return today
    .add({ days: days + 1 })
    .toZonedDateTime('Asia/Ho_Chi_Minh')
    .toInstant()
    .toString()
}

/** Whether the link was made here, letter for letter; `ended`: it was, for an earlier time. */
export function judgeLink(
  secret: Uint8Array,
  handout: Handout,
  mac: string,
  now: Temporal.Instant,
): 'valid' | 'ended' | 'foreign' {
  const [ours, theirs] = [Buffer.from(sign(secret, handout)), Buffer.from(mac)]
  if (ours.length !== theirs.length || !timingSafeEqual(ours, theirs)) return 'foreign'
  return Temporal.Instant.compare(now, Temporal.Instant.from(handout.until)) < 0 ? 'valid' : 'ended'
}

const sign = (secret: Uint8Array, { system, purpose, paperId, until }: Handout): string =>
  createHmac('sha256', secret)
    .update(`handout\n${purpose}\n${paperId}\n${until}\n${system}`)
    .digest('base64url')
