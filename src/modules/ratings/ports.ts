import type { Temporal } from 'temporal-polyfill'
import type { Heard, Listed } from '#platform/telling'
import type { Scores } from './rules/rating.ts'

/** A rating that somebody gave at another system. `id`: its own, the same however often it comes. */
export type GivenRating = Readonly<{
  id: string
  /** The dossier as that system knows it. */
  dossierCode: string
  scores: Scores
  comment: string | null
  at: Temporal.Instant
}>

/** A system at which people rate dossiers of ours, and that is told what they said here. Every call throws when it is away. */
export type RatingSystem = Readonly<{
  /** Its code as a destination and source of dossiers. */
  code: string
  /** What was given there from `reached` on; null: from the beginning. The last ones may come once more. */
  listRatings: (reached: string | null) => Promise<Listed<GivenRating>>
  /** The same rating told twice is one there, by its id. */
  tellRating: (rating: GivenRating) => Promise<Heard>
}>
