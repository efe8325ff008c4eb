import type { Problem } from '#components/error-summary'
import { readDay } from '#components/read-step'
import type { Language } from '#platform/i18n'
import type { Question } from './ask-agency.ts'
import { consultationMessages } from './messages.ts'

/** The fields of a form, each as one text. */
export type Fields = Readonly<Record<string, string>>

/** What was posted, each field as one text: of several values the last. */
export const textsOf = (posted: Readonly<Record<string, unknown>>): Fields =>
  Object.fromEntries(
    Object.entries(posted).map(([name, value]) => {
      const last: unknown = [value].flat().at(-1)
      return [name, typeof last === 'string' ? last.normalize('NFC').replaceAll('\r\n', '\n') : '']
    }),
  )

/** The idempotency key that the form came with; null when it has none. */
export const keyOf = ({ key = '' }: Fields): string | null => key.slice(0, 120) || null

/** The name of the box of a paper. */
export const boxOf = (paperId: string): string => `paper.${paperId}`

type Read = Readonly<{ ok: true; question: Question }> | Readonly<{ ok: false; problems: readonly Problem[] }>

/** The question as it was typed: the day or the number of days, exactly one of them. */
export function readQuestion(fields: Fields, language: Language): Read {
  const say = consultationMessages(language)
  const { agency = '', question = '', until: typedDay = '', days: typedDays = '' } = fields
  const [until, days] = [typedDay.trim(), typedDays.trim()]
  const day = readDay(until)
  const problems: (Problem | false)[] = [
    agency === '' && { field: 'agency', sentence: say.agencyNeeded },
    question.trim() === '' && { field: 'question', sentence: say.questionNeeded },
    (until === '') === (days === '') && { field: 'until', sentence: say.dueNeeded },
    until !== '' && days === '' && day === null && { field: 'until', sentence: say.dueInvalid },
    until === '' && days !== '' && !isCount(days) && { field: 'days', sentence: say.daysInvalid },
  ]
  const found = problems.filter((problem) => problem !== false)
  if (found.length > 0) return { ok: false, problems: found }
  const papers = Object.keys(fields).flatMap((name) => (name.startsWith('paper.') ? [name.slice(6)] : []))
  const due = day ? { until: day } : ({ amount: Number(days), unit: 'working_day' } as const)
  return { ok: true, question: { agency, question, due, papers } }
}

const isCount = (text: string): boolean => /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= 60
