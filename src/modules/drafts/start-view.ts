import { Temporal } from 'temporal-polyfill'
import { actions, button, linkButton } from '#components/button'
import { formatMoment } from '#modules/calendar'
import type { Choices } from '#modules/guides'
import { inLanguage, type Procedure } from '#modules/procedures'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './messages.ts'
import { type Draft, keptDays } from './rules/draft.ts'
import type { Hindrance } from './start-draft.ts'

/** What is asked: a procedure, in the reader's language. */
export const procedureKicker = (procedure: Procedure, language: Language): Html =>
  html`<p class="mc-kicker">${inLanguage(procedure, language).shortName} <span class="mc-code">${procedure.code}</span></p>`

export type StartView = Readonly<{
  procedure: Procedure
  hindrance: Hindrance | null
  /** What was chosen in the guide, by question. */
  choices: Choices
  /** Drafts of this procedure already begun. */
  begun: readonly Draft[]
  language: Language
}>

/** The page between the procedure and its form: one button; or why it cannot be begun here, and what to do. */
export function startPage(view: StartView): Html {
  const { procedure, hindrance, language } = view
  const say = messagesOf(language)
  const name = inLanguage(procedure, language).shortName
  return html`<div class="mc-narrow">${procedureKicker(procedure, language)}${
    hindrance
      ? hindered(hindrance, view)
      : html`<h1>${say.startTitle(name)}</h1>
<p class="mc-lead mc-t0">${say.startLead}</p>
${begun(view)}
<form class="mc-form mc-t3" method="post" action="${startHref(procedure, view.choices)}">
${actions(button({ text: say.startButton, start: true }), toProcedure(procedure, language))}
<p class="mc-small mc-quiet">${say.startKept(keptDays)}</p>
</form>`
  }</div>`
}

/** Where a draft is begun; the choices of the guide go along. */
const startHref = ({ code }: Procedure, choices: Choices): string => {
  const query = new URLSearchParams(choices).toString()
  return `/procedures/${code}/start${query && `?${query}`}`
}

const toProcedure = ({ code }: Procedure, language: Language): Html =>
  html`<a href="/procedures/${code}">${messagesOf(language).toProcedure}</a>`

function begun({ begun, language }: StartView): Piece {
  if (begun.length === 0) return null
  const say = messagesOf(language)
  return html`<section class="mc-section mc-sheet" aria-labelledby="begun"><h2 class="mc-h" id="begun">${say.unfinishedTitle}</h2>
<ul class="mc-list mc-t0">${begun.map(({ reference, savedAt }) => {
    const moment = say.savedAt(formatMoment(Temporal.Instant.from(savedAt), language))
    return html`<li><a href="/drafts/${reference}">${say.continueDraft}</a><br><span class="mc-small mc-quiet">${moment}</span></li>`
  })}</ul></section>`
}

function hindered(hindrance: Hindrance, { procedure, choices, language }: StartView): Html {
  const say = messagesOf(language)
  if (hindrance === 'channel_closed') {
    return html`<h1>${say.counterOnlyTitle}</h1><p class="mc-lead mc-t0">${say.counterOnlyBody}</p>
<div class="mc-t2">${actions(linkButton({ text: say.toProcedure, href: `/procedures/${procedure.code}` }))}</div>`
  }
  const again = new URLSearchParams({ level: '2', return: startHref(procedure, choices) })
  return html`<h1>${say.levelTitle}</h1><p class="mc-lead mc-t0">${say.levelBody}</p><p class="mc-t1">${say.levelCounter}</p>
<div class="mc-t2">${actions(linkButton({ text: say.levelAgain, href: `/sign-in?${again}` }), toProcedure(procedure, language))}</div>`
}
