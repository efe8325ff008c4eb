import type { FastifyRequest } from 'fastify'
import { brand } from '#components/brand'
import { displayForm, displayOf, languageForm } from '#components/display'
import { renderDocument } from '#components/document'
import type { Frame, PageContent } from '#components/frame'
import { backTo, groupedNavigation, savesData } from '#components/navigation'
import { notice } from '#components/notice'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { entriesFor } from './entries.ts'
import { messagesOf } from './messages.ts'

/** Whether this is a demonstration: every page then says that its people are invented. */
export type OfficerFrameSettings = Readonly<{ demo: boolean }>

/** The frame of the pages that officers work on: an ink bar, dense, and no red but lateness. */
export function makeOfficerFrame({ demo }: OfficerFrameSettings): Frame {
  return (request, page) => {
    const display = displayOf(request)
    return renderDocument({
      title: `${page.title} – Một Cửa`,
      display,
      compact: display.density === 'compact',
      saveData: savesData(request),
      scripts: page.scripts ?? [],
      styles: page.styles ?? [],
      refreshSeconds: page.refreshSeconds,
      body: [
        bar(request, page, display.language),
        main(request, page, display.language),
        footer(request, page, demo),
      ],
    })
  }
}

const main = (request: FastifyRequest, { main, wide, current }: PageContent, language: Language): Html =>
  html`<main id="main">${current === 'worklist' && troubles(request, language)}${wide ? main : html`<div class="mc-work">${main}</div>`}</main>`

/** On the work list everybody sees which systems outside are in trouble, and that work goes on. */
function troubles({ outsideAlarms = [] }: FastifyRequest, language: Language): Html | null {
  if (outsideAlarms.length === 0) return null
  const names = outsideAlarms.map((name) => name[language]).join(', ')
  return html`<div class="mc-trouble">${notice({ tone: 'warn', body: html`<p>${messagesOf(language).trouble(names)}</p>` })}</div>`
}

function bar(request: FastifyRequest, page: PageContent, language: Language): Html {
  const say = messagesOf(language)
  const entries = entriesFor(request, language)
  const [first] = entries
  return html`<header class="mc-bar"><div class="mc-bar__in">
${brand(first && 'href' in first ? first.href : '/officer', html`<b>Một Cửa</b>`)}
${entries.length > 0 && groupedNavigation(entries, page.current, say.main)}
${officer(request, language)}
</div></header>`
}

function officer({ actor }: FastifyRequest, language: Language): Html | null {
  if (actor.kind !== 'officer') return null
  return html`<form class="mc-bar__me" method="post" action="/sign-out"><span><b>${actor.fullName}</b><span>${actor.position}, ${actor.agencyName}</span></span><button class="mc-linklike" type="submit">${messagesOf(language).signOut}</button></form>`
}

function footer(request: FastifyRequest, { shownOnce }: PageContent, demo: boolean): Html {
  const display = displayOf(request)
  const say = messagesOf(display.language)
  const back = backTo(request)
  return html`<footer class="mc-foot mc-foot--slim"><div class="mc-foot__in">
<ul><li><a href="/">${say.portal}</a></li>${!shownOnce && html`<li>${languageForm(display.language, back)}</li>`}${demo && html`<li class="mc-quiet">${say.demo}</li>`}</ul>
${!shownOnce && displayForm(display, back, ['text', 'scheme', 'contrast', 'density'])}
</div></footer>`
}
