import { code } from '#components/code'
import { notice } from '#components/notice'
import { searchBox } from '#components/search-box'
import { section } from '#components/sheet'
import { statusHead } from '#components/status'
import { dossierMessages, type PublicProgress } from '#modules/dossiers'
import { type MirroredDossier, publicProgress } from '#modules/mirrors'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './dossier-messages.ts'
import {
  dueFact,
  isClosed,
  isWaiting,
  progressBadge,
  progressTitle,
  progressTrace,
  progressWay,
} from './dossier-progress.ts'

export type TrackView = Readonly<{
  /** What stands in the field. */
  typed: string
  /** Null: nothing was asked yet, or nothing was found. */
  found: PublicProgress | null
  /** It is processed by a ministry's system. */
  mirrored?: MirroredDossier | null
  /** Why nothing was found. */
  problem: 'not_a_code' | 'unknown' | null
  language: Language
}>

/** The public page: a code in, the progress out, and nothing about persons (TT 01/2018 Đ16 k2.d). */
export function trackPage(view: TrackView): Html {
  const { typed, found, mirrored, language } = view
  const words = dossierMessages(language)
  return html`<div class="mc-narrow">
<h1>${words.trackHeading}</h1>
<div class="mc-t2">${searchBox({
    id: 'code',
    label: messagesOf(language).trackCode,
    action: '/track',
    name: 'code',
    value: typed,
    description: words.trackHint,
    buttonText: words.trackButton,
    code: true,
  })}</div>
${notFound(view)}
${found && progress(found, language)}
${mirrored && html`<div class="mc-t3">${publicProgress(mirrored, language)}</div>`}
</div>`
}

function notFound({ problem, typed, language }: TrackView): Html | null {
  if (!problem) return null
  const words = dossierMessages(language)
  const say = messagesOf(language)
  const sentence = problem === 'unknown' ? words.trackNotFound(typed) : words.trackNotACode
  const body = html`<h2 class="mc-h">${say.trackUnknownTitle}</h2><p class="mc-t0">${sentence}</p><p class="mc-t0">${say.trackWhatToDo}</p><p class="mc-t0"><a href="/my/dossiers">${say.toSignIn}</a></p>`
  return html`<div class="mc-t2">${notice({ tone: 'warn', live: true, body })}</div>`
}

function progress(found: PublicProgress, language: Language): Html {
  const words = dossierMessages(language)
  const say = messagesOf(language)
  const isYours = isWaiting(found)
  const closed = isClosed(found) ? say.noHolder : say.waitingApplicant
  const head = statusHead({
    id: 'found',
    badge: progressBadge(found, language),
    title: progressTitle(found, language),
    body: html`${found.procedureName} (${code(found.procedureCode)})`,
    facts: [
      dueFact(found, language),
      { term: words.trackHolder, answer: found.holder?.name ?? closed },
      { term: words.trackApplicant, answer: found.maskedApplicant, note: words.trackMasked },
      {
        term: words.trackToDo,
        answer: isYours ? words.trackSomethingToDo : words.trackNothingToDo,
        note: isYours ? html`<a href="/my/dossiers/${found.code}">${say.toSignIn}</a>` : words.nextTold,
      },
    ],
    trace: progressTrace(found, null, language),
    refused: found.state === 'refused' || found.state === 'stopped',
  })
  const way = progressWay(found, found.events, () => null, language)
  return html`<div class="mc-t3">${head}</div>
${section({ id: 'way', title: say.trackWay, body: way })}`
}
