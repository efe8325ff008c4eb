import type { Problem } from '#components/error-summary'
import { AppError } from '#platform/errors'
import type { Language } from '#platform/i18n'
import { consultationMessages } from './messages.ts'

/** A refusal as the form says it: at a field, or above the form when it is about none (`field` null). */
export type ExplainedRefusal = Readonly<{ status: number; field: string | null; sentence: string }>

type SentenceKey = keyof ReturnType<typeof consultationMessages>

const explained: Readonly<Record<string, readonly [field: string | null, sentence: SentenceKey]>> = {
  'consultations.agency_unknown': ['agency', 'agencyNeeded'],
  'consultations.own_agency': ['agency', 'ownAgency'],
  'consultations.agency_unreachable': ['agency', 'agencyUnreachable'],
  'consultations.question_missing': ['question', 'questionNeeded'],
  'consultations.due_invalid': ['until', 'dueInvalid'],
  'consultations.due_day_off': ['until', 'dueDayOff'],
  'consultations.due_past': ['until', 'duePast'],
  'consultations.due_too_far': ['until', 'dueTooFar'],
  'consultations.papers_unknown': [null, 'papersUnknown'],
  'consultations.wrong_state': [null, 'wrongState'],
  'consultations.opinion_missing': ['opinion', 'opinionNeeded'],
  'consultations.answer_missing': ['text', 'textNeeded'],
  'consultations.not_open': [null, 'notOpen'],
  'request.key_reused': [null, 'keyReused'],
}

/** What the person at the form can do something about; null for every other error. */
export function explainRefusal(error: unknown, language: Language): ExplainedRefusal | null {
  const found = error instanceof AppError ? explained[error.code] : undefined
  if (!found) return null
  const [field, key] = found
  return { status: (error as AppError).status, field, sentence: String(consultationMessages(language)[key]) }
}

/** The refusal at its field; nothing when it is about none. */
export const problemsOf = ({ field, sentence }: ExplainedRefusal): Problem[] =>
  field === null ? [] : [{ field, sentence }]
