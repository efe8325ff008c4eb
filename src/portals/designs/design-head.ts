import { notice } from '#components/notice'
import { type Design, type Standing, standingOf } from '#modules/designs'
import { attributes, type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { addressOf } from './desk.ts'
import { designMessages } from './messages.ts'

export const parts = ['overview', 'process', 'form', 'fees', 'terms', 'cases', 'texts', 'compare'] as const
export type Part = (typeof parts)[number]

export type HeadView = Readonly<{
  design: Design
  name: string
  today: string
  part: Part
  language: Language
  /** What the address says happened: `saved`, `same`, or an act. */
  happened?: string | undefined
}>

/** The top of every page of a design: what it is, how it stands, and its parts. */
export function designHead({ design, name, today, part, language, happened }: HeadView): Html {
  const say = designMessages(language)
  const standing = standingOf(design, today)
  const done = happened === undefined ? null : happenedIn(happened, design, language)
  const tabs = parts.map((one) => {
    const href = addressOf(design.id, one === 'overview' ? '' : one)
    return html`<li><a${attributes({ href, 'aria-current': one === part ? 'page' : null })}>${say[one]}</a></li>`
  })
  return html`<div class="mc-work__head"><h1>${name}</h1><p class="mc-quiet">${say.head(design.code, design.saveNumber, say.standings()[standing])}</p></div>
<nav class="mc-tabs" aria-label="${say.tabs}"><ul>${tabs}</ul></nav>
${done && notice({ tone: 'done', live: true, body: html`<p>${done}</p>` })}`
}

function happenedIn(happened: string, design: Design, language: Language): string | null {
  const say = designMessages(language)
  if (happened === 'saved') return say.saved(design.saveNumber)
  if (happened === 'same') return say.nothingChanged
  const done: Readonly<Record<string, string>> = say.done()
  return Object.hasOwn(done, happened) ? (done[happened] ?? null) : null
}

export const toneOf: Readonly<Record<Standing, 'ok' | 'warn' | 'mute'>> = {
  draft: 'mute',
  submitted: 'warn',
  returned: 'warn',
  scheduled: 'ok',
  in_force: 'ok',
  withdrawn: 'mute',
}
