import type { Problem } from '#components/error-summary'
import type { Agency } from '#modules/organisations'
import type { Language } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import type { Asked } from './ask-inquiry.ts'
import { inquiryMessages } from './messages.ts'
import { judgeText, longest } from './rules/inquiry.ts'

/** The fields of the form, as they were typed. */
export type Typed = Readonly<Record<string, string | undefined>>

/** The question as it was typed, and what of it cannot stand. */
export function readQuestion(
  { title: typedTitle = '', question: typedQuestion = '', agency = '', procedure = '', key = '' }: Typed,
  agencies: readonly Agency[],
  language: Language,
): Readonly<{ asked: Asked; problems: readonly Problem[] }> {
  const words = inquiryMessages(language)
  const [title, question] = [cleanText(typedTitle).replaceAll('\n', ' '), cleanText(typedQuestion)]
  const sentences = {
    title: { missing: words.titleMissing, too_long: words.titleTooLong(longest.title) },
    question: { missing: words.questionMissing, too_long: words.questionTooLong(longest.question) },
  }
  const wrong = { title: judgeText(title, longest.title), question: judgeText(question, longest.question) }
  const known = agencies.find(({ id }) => id === agency)
  const problems = [
    wrong.title && { field: 'title', sentence: sentences.title[wrong.title] },
    wrong.question && { field: 'question', sentence: sentences.question[wrong.question] },
    agency !== '' && !known && { field: 'agency', sentence: words.agencyUnknown },
  ].filter((problem) => problem !== null && problem !== false)
  const asked = {
    title,
    question,
    agencyId: known?.id ?? null,
    procedureCode: procedure || null,
    key: key || title,
  }
  return { asked, problems }
}
