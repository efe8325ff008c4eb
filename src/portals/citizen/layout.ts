import type { FastifyRequest } from 'fastify'
import { brand } from '#components/brand'
import { displayForm, displayOf, languageForm } from '#components/display'
import { renderDocument } from '#components/document'
import type { Frame, PageContent } from '#components/frame'
import { icon } from '#components/icon'
import { backTo, hasPage, navigation, savesData } from '#components/navigation'
import { actingMessages } from '#modules/citizens'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './messages.ts'

/** What a province says of itself on every page. */
export type PortalSettings = Readonly<{ province: string; demo: boolean }>

/** The frame of the pages that citizens and businesses read. */
export function makeCitizenFrame(settings: PortalSettings): Frame {
  return (request, page) => {
    const display = displayOf(request)
    const say = messagesOf(display.language)
    return renderDocument({
      title: `${page.title} – ${say.system(settings.province)}`,
      display,
      saveData: savesData(request),
      scripts: page.scripts ?? [],
      body: [
        header(request, page, settings, display.language),
        actingStrip(request, display.language),
        main(page),
        footer(request, settings),
      ],
    })
  }
}

const main = ({ main, wide }: PageContent): Html =>
  wide ? html`<main id="main">${main}</main>` : html`<main id="main" class="mc-main">${main}</main>`

function header(
  request: FastifyRequest,
  page: PageContent,
  { province }: PortalSettings,
  language: Language,
): Html {
  const say = messagesOf(language)
  const entries = [
    { key: 'procedures', href: '/procedures', text: say.procedures },
    { key: 'dossiers', href: '/my/dossiers', text: say.dossiers },
    { key: 'papers', href: '/my/papers', text: say.papers },
    { key: 'track', href: '/track', text: say.track },
    { key: 'questions', href: '/questions', text: say.questions },
  ].filter(({ href }) => hasPage(request, href))
  const words = html`<span><b>Một Cửa</b><span>${say.province(province)}</span></span>`
  return html`<header class="mc-head"><div class="mc-head__in">
${brand('/', words)}
${entries.length > 0 && navigation(entries, page.current, say.main)}
${person(request, language)}
</div></header>`
}

/** For whom one acts, above every page, where there is anybody besides oneself. */
function actingStrip({ actor, url }: FastifyRequest, language: Language): Html | null {
  if (actor.kind !== 'citizen' || (!actor.actingFor && !actor.chooses)) return null
  const { actingFor, chooses } = actor
  const say = actingMessages(language)
  const change = `/my/acting?${new URLSearchParams({ return: url })}`
  const who = actingFor
    ? html`${say.strip} <strong>${actingFor.name}</strong> <span class="mc-code">${actingFor.number}</span>${!actingFor.isProven && ` (${say.declared})`}`
    : html`${say.stripSelf}`
  return html`<aside class="mc-acting" aria-label="${say.chooseFor}"><p class="mc-acting__in"><span>${who}</span>${chooses && html`<a href="${change}">${say.change}</a>`}</p></aside>`
}

/** Who is signed in and the way out, or the way in. */
function person(request: FastifyRequest, language: Language): Html | null {
  const say = messagesOf(language)
  const { actor } = request
  if (actor.kind === 'nobody') {
    if (!hasPage(request, '/sign-in')) return null
    return html`<a class="ds-button" data-variant="secondary" href="/sign-in"><span>${say.signIn}<span class="mc-wide">${say.signInWith}</span></span></a>`
  }
  return html`<form class="mc-me" method="post" action="/sign-out"><span class="mc-me__name">${icon('user')}${actor.kind === 'citizen' && hasPage(request, '/my/identity') ? html`<a href="/my/identity">${actor.fullName}</a>` : actor.fullName}</span><button class="mc-linklike" type="submit">${say.signOut}</button></form>`
}

function footer(request: FastifyRequest, { province, demo }: PortalSettings): Html {
  const display = displayOf(request)
  const say = messagesOf(display.language)
  const back = backTo(request)
  const links = [
    ['/verify', say.verify],
    ['/calendar', say.calendar],
    ['/overdue', say.overdue],
    ['/exchange', say.exchange],
    ['/officer/worklist', say.forOfficers],
  ] as const
  return html`<footer class="mc-foot"><div class="mc-foot__in">
<div><p><strong>${say.fullName(province)}</strong></p>${demo && html`<p class="mc-quiet">${say.demo}</p>`}
<ul>${links.filter(([href]) => hasPage(request, href)).map(([href, text]) => html`<li><a href="${href}">${text}</a></li>`)}<li>${languageForm(display.language, back)}</li></ul></div>
${displayForm(display, back, ['text', 'scheme', 'contrast'])}
</div></footer>`
}
