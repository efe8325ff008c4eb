import { linkButton } from '#components/button'
import { dueBadge } from '#components/due-badge'
import { say as stated } from '#components/say'
import { formatMoment } from '#modules/calendar'
import { type Html, html, linesOf } from '#platform/html'
import type { Language } from '#platform/i18n'
import { consultationMessages } from './messages.ts'
import type { ConsultationView } from './read-consultations.ts'

/** How a consultation stands: its due badge while an answer is waited for, else what became of it. */
export function standingOf({ consultation, urgency }: ConsultationView, language: Language): Html {
  const say = consultationMessages(language)
  const { answer, dueAt, lapsedAt } = consultation
  if (!answer) return lapsedAt ? stated('mute', say.lapsed) : dueBadge({ urgency, language })
  const isOverdue = answer.at.epochMilliseconds > dueAt.epochMilliseconds
  return isOverdue ? stated('warn', say.answeredOverdue) : stated('ok', say.answered)
}

/** What other agencies were asked about a dossier, newest first; `askHref` leads to the form, null: nobody may ask now. */
export function consultationSection(
  { views, askHref }: Readonly<{ views: readonly ConsultationView[]; askHref: string | null }>,
  language: Language,
): Html | null {
  if (views.length === 0 && !askHref) return null
  const say = consultationMessages(language)
  const list =
    views.length > 0
      ? html`<ol class="mc-versions">${views.toReversed().map((view) => item(view, language))}</ol>`
      : html`<p class="mc-quiet">${say.none}</p>`
  const ask =
    askHref && html`<p class="mc-t1">${linkButton({ text: say.ask, variant: 'secondary', href: askHref })}</p>`
  return html`<section class="mc-t3" aria-labelledby="case-consultations"><h2 id="case-consultations">${say.title}</h2>${list}${ask}</section>`
}

function item(view: ConsultationView, language: Language): Html {
  const { consultation, asked, papers } = view
  const say = consultationMessages(language)
  const { question, askedAt, askedByName, dueAt } = consultation
  const names = papers.map(({ componentName }) => componentName).join(', ')
  return html`<li><strong>${asked.name}</strong> ${standingOf(view, language)}<br>
<span class="mc-small">${say.due(formatMoment(dueAt, language))}</span>
<p class="mc-t0">${linesOf(question)}</p>
${answerOf(view, language)}
<p class="mc-small mc-quiet mc-t0">${say.askedBy(askedByName, formatMoment(askedAt, language))}.${names && html` ${say.papersShown(names)}.`}</p></li>`
}

/** The answer as it was given, or what its absence means. */
export function answerOf(
  { consultation, urgency }: Pick<ConsultationView, 'consultation' | 'urgency'>,
  language: Language,
): Html | null {
  const say = consultationMessages(language)
  const { answer, toldOverdueAt } = consultation
  if (answer)
    return html`<p class="mc-t0"><strong>${say[answer.opinion]}</strong>${answer.text && html`: ${linesOf(answer.text)}`}<br><span class="mc-small mc-quiet">${say.answeredBy(answer.byName, formatMoment(answer.at, language))}.</span></p>`
  if (urgency !== 'overdue') return null
  const told = toldOverdueAt && ` ${say.toldHead(formatMoment(toldOverdueAt, language))}`
  return html`<p class="mc-small mc-t0">${say.silent}${told}</p>`
}
