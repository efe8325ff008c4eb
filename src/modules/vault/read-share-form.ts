import type { Problem } from '#components/error-summary'
import type { Language } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import { messages } from './messages.ts'
import { type ShareTime, shareTimes } from './rules/share.ts'
import type { ShareTerms } from './share-item.ts'

type Typed = Readonly<Record<string, string | undefined>>

/** What was typed into the form of a link: its terms, or what is wrong at which field. */
export function readShareForm(
  typed: Typed,
  language: Language,
): Readonly<{ terms: ShareTerms | null; problems: readonly Problem[] }> {
  const words = messages(language)
  const purpose = cleanText(typed.purpose ?? '').slice(0, 300)
  const recipient = cleanText(typed.recipient ?? '').slice(0, 200)
  const time = (Object.keys(shareTimes) as ShareTime[]).find((one) => one === typed.time)
  const mostOpenings = readMost((typed.most ?? '').trim())
  const problems = [
    purpose.length < 3 && { field: 'purpose', sentence: words.purposeMissing },
    recipient === '' && { field: 'recipient', sentence: words.recipientMissing },
    !time && { field: 'time', sentence: words.timeMissing },
    mostOpenings === undefined && { field: 'most', sentence: words.mostWrong },
  ].filter((problem) => problem !== false)
  const isWhole = problems.length === 0 && time !== undefined && mostOpenings !== undefined
  return { terms: isWhole ? { purpose, recipient, time, mostOpenings } : null, problems }
}

/** A number of openings, null for as many as wanted, undefined for what is neither. */
function readMost(typed: string): number | null | undefined {
  if (typed === '') return null
  const most = /^\d{1,4}$/.test(typed) ? Number(typed) : 0
  return most >= 1 && most <= 1000 ? most : undefined
}
