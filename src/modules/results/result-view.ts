import { type Answer, answers } from '#components/answers'
import { linkButton } from '#components/button'
import { code } from '#components/code'
import { qr } from '#components/qr'
import { say } from '#components/say'
import { formatMoment } from '#modules/calendar'
import type { OfficerActor } from '#modules/identity'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messages } from './messages.ts'
import type { Result } from './repository.ts'

/** As much of the dossier as the facts of its result need. */
type Delivery = Readonly<{ deliveredAt: Result['signedAt'] | null }>

/** The result that stands: the last that was used; null when nothing was signed. */
export const currentResult = (results: readonly Result[]): Result | null =>
  results.findLast(({ state }) => state !== 'unused') ?? null

/** Signed, issued, sealed, delivered: three facts and more, each with its moment, for officers. */
export function officerResult(
  results: readonly Result[],
  { deliveredAt }: Delivery,
  officer: OfficerActor,
  language: Language,
): Html | null {
  if (results.length === 0) return null
  const words = messages(language)
  const result = currentResult(results)
  const unused = results.filter(({ state }) => state === 'unused')
  const mayRevoke =
    result?.state === 'issued' && officer.roles.includes('signatory') && officer.agencyId === result.agencyId
  return html`<h3>${words.title}</h3>
${result && answers([...factsOf(result, language), deliveredFact(deliveredAt, language)], 'tight')}
${result && html`<p class="mc-t1"><a href="/papers/${result.paperId}">${words.download}</a> · <a href="/verify/${result.checkCode}">${words.checkLink}</a>${mayRevoke && html` · <a href="/officer/results/${result.checkCode}/revoke">${words.revoke}</a>`}</p>`}
${unused.map((one) => html`<p class="mc-t1 mc-small">${say('warn', words.unused)}<br>${words.unusedNote} <a href="/papers/${one.paperId}">${words.file}</a></p>`)}`
}

/** What the applicant sees of the result: the file, its number, and how others check it. */
export function citizenResult(results: readonly Result[], publicUrl: string, language: Language): Html | null {
  const result = currentResult(results)
  if (!result) return null
  const words = messages(language)
  const address = `${publicUrl}/verify/${result.checkCode}`
  return html`<section><h2 class="mc-h">${words.title}</h2>
${answers(factsOf(result, language), 'tight')}
<div class="mc-actions mc-t1">${linkButton({ text: words.download, href: `/papers/${result.paperId}?download` })}</div>
<div class="mc-t1">${qr(address, words.qrLabel(result.checkCode))}</div>
<p class="mc-small mc-t0"><a href="/verify/${result.checkCode}">${code(result.checkCode)}</a></p>
<p class="mc-small mc-quiet mc-t0">${words.citizenNote}</p></section>`
}

function factsOf(result: Result, language: Language): Answer[] {
  const words = messages(language)
  const at = (moment: Result['issuedAt']) => (moment ? formatMoment(moment, language) : words.waiting)
  const ended = result.state === 'revoked' || result.state === 'replaced'
  return [
    ...(ended ? [endedFact(result, language)] : []),
    {
      term: words.signed,
      answer: at(result.signedAt),
      note: words.by(result.signerName, result.signerPosition),
    },
    { term: words.issued, answer: at(result.issuedAt), note: result.documentNumber },
    sealFact(result, language),
    { term: words.checkCode, answer: code(result.checkCode) },
  ]
}

function endedFact({ state, endedAt, endedReason }: Result, language: Language): Answer {
  const words = messages(language)
  const term = state === 'revoked' ? words.revoked : words.replaced
  return {
    term,
    answer: say('bad', endedAt ? formatMoment(endedAt, language) : term),
    note: endedReason && words.reason(endedReason),
  }
}

function sealFact({ sealedAt, sealNote }: Result, language: Language): Answer {
  const words = messages(language)
  if (sealedAt) return { term: words.sealed, answer: formatMoment(sealedAt, language) }
  if (!sealNote) return { term: words.sealed, answer: words.waiting }
  return { term: words.sealed, answer: say('warn', words.notSealed), note: words.notSealedNote }
}

function deliveredFact(deliveredAt: Delivery['deliveredAt'], language: Language): Answer {
  const words = messages(language)
  return {
    term: words.delivered,
    answer: deliveredAt ? formatMoment(deliveredAt, language) : words.notDelivered,
  }
}
