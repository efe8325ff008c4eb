import { button } from '#components/button'
import { fieldId } from '#components/field'
import { notice } from '#components/notice'
import { say, type Tone } from '#components/say'
import { formatMoment } from '#modules/calendar'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messages } from './messages.ts'
import type { Finding, SearchRecord } from './repository-searches.ts'
import type { FindingVerdict } from './rules/finding.ts'

export type SearchPart = Readonly<{
  latest: SearchRecord | null
  /** It has failed so often that it is left alone for a while: pressing would only say so. */
  isResting: boolean
  isTooMany: boolean
  /** Whose vault it is: the reader's own, or that of the applicant before the officer. */
  owner: 'own' | 'applicant'
  /** The button's name and value: it sends the form that it stands in. */
  press: Readonly<{ name: string; value: string }>
  language: Language
}>

/** The national vault on a page that asks for papers: the way to look into it, and what the last look found. */
export function searchPart({ latest, isResting, isTooMany, owner, press, language }: SearchPart): Html {
  const words = messages(language)
  const text = latest ? words.lookAgain : words.look
  return html`<section class="mc-sheet mc-t1" aria-labelledby="national-vault" id="${fieldId('look')}">
<h2 class="mc-h" id="national-vault">${words.vault}</h2>
<p class="mc-small mc-quiet mc-t0">${owner === 'own' ? words.leadOwn : words.leadApplicant}</p>
${isTooMany && notice({ tone: 'warn', live: true, body: html`<p>${words.tooMany}</p>` })}
${found(latest, isResting, language)}
<p class="mc-t1">${button({ text, variant: 'secondary', formNoValidate: true, ...press })}</p></section>`
}

function found(latest: SearchRecord | null, isResting: boolean, language: Language): Piece {
  const words = messages(language)
  const away = (sentence: string) =>
    notice({ tone: 'warn', live: true, body: html`<p><strong>${sentence}</strong> ${words.goOn}</p>` })
  if (latest?.failure) return away(words.away(formatMoment(latest.searchedAt, language)))
  if (isResting) return away(words.resting)
  if (!latest) return null
  const { findings } = latest
  return html`<div class="mc-t1" role="status">
${findings.length === 0 ? html`<p>${words.nothing}</p>` : html`<ul class="mc-list">${findings.map((one) => line(one, language))}</ul>`}
<p class="mc-small mc-quiet mc-t0">${words.searchedAt(formatMoment(latest.searchedAt, language))}</p></div>`
}

const tones: Readonly<Partial<Record<FindingVerdict, Tone>>> = {
  ...{ offered: 'ok', here_already: 'ok' },
  ...{ not_asked: 'mute', not_in_force: 'mute', no_content: 'mute', not_fetched: 'warn' },
}

function line({ title, number, issuerName, verdict, unsaid }: Finding, language: Language): Html {
  const words = messages(language)
  const about = [number && words.numbered(number), issuerName].filter(Boolean).join(', ')
  // Of somebody else's paper nothing is shown but that it came.
  const name = verdict === 'other_owner' ? null : html`<strong>${title}</strong>, ${about}<br>`
  return html`<li>${name}<span class="mc-small">${say(tones[verdict] ?? 'bad', words[verdict])}</span>${unsaid.length > 0 && html`<br><span class="mc-small mc-quiet">${words.unsaid(unsaid.map((what) => words[`unsaid_${what}`]).join(', '))}</span>`}</li>`
}
