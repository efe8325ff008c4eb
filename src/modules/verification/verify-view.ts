import { button } from '#components/button'
import { errorSummary } from '#components/error-summary'
import { fileField } from '#components/field'
import { notice } from '#components/notice'
import { searchBox } from '#components/search-box'
import { section } from '#components/sheet'
import { formatBytes } from '#modules/papers'
import type { VerificationReport } from '#modules/signatures'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { issuedView } from './issued-view.ts'
import { messages } from './messages.ts'
import type { IssuedDocument } from './ports.ts'
import { reportView } from './report-view.ts'

type ProblemCode = 'not_a_code' | 'unknown' | 'missing' | 'too_large' | 'other_type' | 'busy'

export type VerifyPage = Readonly<{
  /** What stands in the field of the code. */
  typed: string
  /** The document of that code or content, when it was issued here. */
  found: IssuedDocument | null
  checked: Readonly<{ name: string; report: VerificationReport }> | null
  problem: Readonly<{ field: 'code' | 'file'; code: ProblemCode }> | null
}>

const problems: Readonly<Record<string, ProblemCode>> = {
  'verification.no_file': 'missing',
  'verification.too_large': 'too_large',
  'verification.type_not_judged': 'other_type',
  'verification.busy': 'busy',
}

/** The problem of the page that an error of judging is; null when it is another error. */
export function explainProblem(code: string): VerifyPage['problem'] {
  const problem = problems[code]
  return problem ? { field: 'file', code: problem } : null
}

/** Two ways to check a document, and what was found. */
export function verifyPage(page: VerifyPage, mostBytes: number, language: Language): Html {
  const words = messages(language)
  const { found, checked } = page
  const sentence = problemSentence(page, mostBytes, language)
  const isAnswered = found !== null || checked !== null
  return html`<div class="mc-narrow">
${sentence && page.problem?.field === 'file' && errorSummary({ problems: [{ field: 'file', sentence }], language })}
<h1>${checked ? words.checked(checked.name) : words.title}</h1>
${!isAnswered && html`<p class="mc-lead">${words.lead}</p>`}
${found && issuedView(found, checked !== null, language)}
${checked && reportView(checked.report, language)}
${sentence && page.problem?.field === 'code' && html`<div class="mc-t2">${notice({ tone: 'warn', live: true, body: html`<h2 class="mc-h">${words.unknownTitle}</h2><p class="mc-t0">${sentence}</p>` })}</div>`}
${isAnswered && html`<h2 class="mc-section">${words.again}</h2>`}
${ways(page, sentence, mostBytes, language)}
</div>`
}

function ways(
  { typed, problem }: VerifyPage,
  sentence: string | null,
  mostBytes: number,
  language: Language,
): Html {
  const words = messages(language)
  const codeBox = searchBox({
    id: 'code',
    label: words.codeLabel,
    action: '/verify',
    name: 'code',
    value: typed,
    description: words.codeHint,
    buttonText: words.codeButton,
    code: true,
  })
  const file = fileField({
    name: 'file',
    label: words.fileLabel,
    description: words.fileHint(formatBytes(mostBytes, language)),
    accept: 'application/pdf,application/xml,.pdf,.xml',
    problem: problem?.field === 'file' && sentence ? sentence : undefined,
    language,
  })
  return html`${section({ id: 'by-code', title: words.byCode, small: true, body: codeBox })}
${section({
  id: 'by-file',
  title: words.byFile,
  small: true,
  body: html`<form method="post" action="/verify" enctype="multipart/form-data" class="mc-stack mc-gap2">${file}<div class="mc-actions">${button({ text: words.fileButton, variant: 'secondary' })}</div></form>`,
})}`
}

function problemSentence({ problem, typed }: VerifyPage, mostBytes: number, language: Language): string | null {
  const words = messages(language)
  const sentences: Readonly<Record<ProblemCode, string>> = {
    not_a_code: words.codeNotACode,
    unknown: words.codeUnknown(typed),
    missing: words.fileMissing,
    too_large: words.fileTooLarge(formatBytes(mostBytes, language)),
    other_type: words.fileOther,
    busy: words.busy,
  }
  return problem && sentences[problem.code]
}
