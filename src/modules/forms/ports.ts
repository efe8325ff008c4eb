import type { Temporal } from 'temporal-polyfill'
import type { Context } from '#platform/context'

/** What another agency was asked about a dossier; `answer` is in words, null while there is none. */
export type ConsultationLine = Readonly<{
  agencyName: string
  askedAt: Temporal.Instant
  dueAt: Temporal.Instant
  answer: Readonly<{ at: Temporal.Instant; opinion: string }> | null
}>

/** Lists what was asked about a dossier, in the order it was asked; the composition root says who knows. */
export type ListConsultations = (dossierId: string) => Promise<readonly ConsultationLine[]>

/** What issuing works with. */
export type FormContext = Context & Readonly<{ listConsultations: ListConsultations }>
