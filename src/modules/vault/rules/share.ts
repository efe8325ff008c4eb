import { Temporal } from 'temporal-polyfill'

/** For how long a paper can be shared. */
export const shareTimes = { '1h': { hours: 1 }, '1d': { hours: 24 }, '7d': { hours: 168 } } as const

export type ShareTime = keyof typeof shareTimes

/** Chia sẻ giấy tờ: what the owner lets others see by a link. */
export type Share = Readonly<{
  id: string
  code: string
  itemId: string
  /** Fingerprint of the secret of its link. */
  tokenSha256: string
  purpose: string
  /** Whom it is for, in the owner's words. */
  recipient: string
  sharedAt: Temporal.Instant
  sharedByName: string
  expiresAt: Temporal.Instant
  /** How often the file may be opened; null: until it expires. */
  mostOpenings: number | null
  openedCount: number
  revokedAt: Temporal.Instant | null
}>

export type ShareState = 'open' | 'expired' | 'revoked' | 'exhausted'

/** What a link is worth at `at`. At the very moment of its end it is worth nothing. */
export function judgeShare(
  share: Pick<Share, 'expiresAt' | 'mostOpenings' | 'openedCount' | 'revokedAt'>,
  at: Temporal.Instant,
): ShareState {
  if (share.revokedAt) return 'revoked'
  if (Temporal.Instant.compare(at, share.expiresAt) >= 0) return 'expired'
  return share.mostOpenings !== null && share.openedCount >= share.mostOpenings ? 'exhausted' : 'open'
}
