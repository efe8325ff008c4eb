import type { Temporal } from 'temporal-polyfill'
import type { Heard, Listed } from '#platform/telling'

/** A question that somebody asked at another system, for us to answer. `id`: its own, the same however often it comes. */
export type AskedElsewhere = Readonly<{
  id: string
  title: string
  question: string
  askerName: string | null
  /** The codes that agency and procedure have there; null: not said. */
  agencyCode: string | null
  procedureCode: string | null
  at: Temporal.Instant
}>

/** A question that another body answered in public, without its reply. `at`: when it was answered. */
export type PublishedElsewhere = Readonly<{
  id: string
  title: string
  question: string
  publisher: string
  at: Temporal.Instant
}>

/** What we answered. `inquiryId`: there, or ours for a question asked here. */
export type ReplyToTell = Readonly<{
  inquiryId: string
  title: string
  question: string
  procedureCode: string | null
  askedAt: Temporal.Instant
  reply: string
  isPublic: boolean
  agencyName: string
  repliedAt: Temporal.Instant
}>

/**
 * A system at which people ask us, and that is told what we answered. Every call throws when it is away. Lists are read from
 * `reached` on, null: from the beginning; the last rows may come once more.
 */
export type InquirySystem = Readonly<{
  /** Its code as a destination and source of dossiers. */
  code: string
  listAsked: (reached: string | null) => Promise<Listed<AskedElsewhere>>
  listPublished: (reached: string | null) => Promise<Listed<PublishedElsewhere>>
  /** The reply to a question that was published there; null: there is none any more. */
  readReply: (id: string) => Promise<string | null>
  /** A reply to a question that was asked there. Told again it replaces the one before. */
  tellReply: (told: ReplyToTell) => Promise<Heard>
  /** A question that was asked and answered here. Told again it replaces the one before. */
  tellInquiry: (told: ReplyToTell) => Promise<Heard>
}>
