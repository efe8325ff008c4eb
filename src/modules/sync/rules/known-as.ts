import { Temporal } from 'temporal-polyfill'

/** What a dossier could be known by to a destination. */
export type Naming = Readonly<{
  /** The code it has there, where it was filed there. */
  theirCode: string | null
  /** Mã hồ sơ: given with acceptance (NĐ 118/2025 Đ17 k3: one accepted dossier, one code). */
  code: string | null
  reference: string
  /** Nothing more will happen to it. */
  isClosed: boolean
}>

/**
 * The one name under which a destination knows a dossier, which never changes; null while there is none yet. A dossier filed
 * here has its code when it is accepted: what happened before is told then, in order. One that is closed without acceptance
 * is told of under its reference.
 */
export const knownAs = ({ theirCode, code, reference, isClosed }: Naming): string | null =>
  theirCode ?? code ?? (isClosed ? reference : null)

/** An event, and when its dossier got the name it is told under: with acceptance, or closed without it. */
export type Happening = Readonly<{
  at: Temporal.Instant
  /** It was filed there and had its name from the start. */
  isNamedThere: boolean
  acceptedAt: Temporal.Instant | null
  closedAt: Temporal.Instant | null
}>

/** From when on an event is to be told: when it happened, or when its dossier got its name, whichever was later. */
export function dueToTellAt({ at, isNamedThere, acceptedAt, closedAt }: Happening): Temporal.Instant {
  const namedAt = isNamedThere ? null : (acceptedAt ?? closedAt)
  return namedAt && Temporal.Instant.compare(namedAt, at) > 0 ? namedAt : at
}
