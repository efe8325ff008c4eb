import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyContextConfig, FastifyRequest } from 'fastify'
import { attributes, type Html, html } from '#platform/html'
import { icon } from './icon.ts'

export type NavigationEntry = Readonly<{ key: string; href: string; text: string }>

/** Entries behind one word. */
export type NavigationGroup = Readonly<{ text: string; entries: readonly NavigationEntry[] }>

/** Whether the running system has this page: a link to nowhere is never shown. */
export const hasPage = (request: FastifyRequest, url: string): boolean =>
  request.server.hasRoute({ method: 'GET', url })

/** The entries that lead somewhere; the current one is marked. */
export const navigation = (
  entries: readonly NavigationEntry[],
  current: string | undefined,
  label: string,
): Html =>
  html`<nav class="mc-nav" aria-label="${label}"><ul>${entries.map(
    (entry) => html`<li>${link(entry, current)}</li>`,
  )}</ul></nav>`

/** The same, with groups that fold out, one at a time; the group that holds the current page is marked. */
export const groupedNavigation = (
  parts: readonly (NavigationEntry | NavigationGroup)[],
  current: string | undefined,
  label: string,
): Html =>
  html`<nav class="mc-nav" aria-label="${label}"><ul>${parts.map(
    (part) => html`<li>${'href' in part ? link(part, current) : group(part, current)}</li>`,
  )}</ul></nav>`

const link = ({ key, href, text }: NavigationEntry, current: string | undefined): Html =>
  html`<a${attributes({ href, 'aria-current': key === current ? 'page' : null })}>${text}</a>`

function group({ text, entries }: NavigationGroup, current: string | undefined): Html {
  const isHere = entries.some(({ key }) => key === current)
  return html`<details class="mc-nav__group" name="mc-nav"><summary${attributes({ class: isHere ? 'mc-nav__here' : null })}>${text}${icon('next')}</summary><ul>${entries.map((entry) => html`<li>${link(entry, current)}</li>`)}</ul></details>`
}

/** Where a form of the frame comes back to: this page, or the one above it that can be opened again. */
export const backTo = (request: FastifyRequest): string =>
  request.method === 'GET' ? request.url : nearestPage(request, 0)

/** The nearest address that can be opened, from the one so many steps above this. */
function nearestPage(request: FastifyRequest, above: number): string {
  const [path = ''] = request.url.split('?')
  const [pattern, places] = [(request.routeOptions.url ?? '').split('/'), path.split('/')]
  for (let length = pattern.length - above; length > 1; length--)
    if (hasPage(request, pattern.slice(0, length).join('/'))) return places.slice(0, length).join('/')
  return '/'
}

/**
 * Pages of which each address that only takes a form can be opened too, from the history or a link: it leads to the page
 * above it.
 */
export const withFormAddresses =
  (pages: FastifyPluginAsyncTypebox): FastifyPluginAsyncTypebox =>
  async (app) => {
    const forms = new Map<string, FastifyContextConfig>()
    app.addHook('onRoute', ({ method, url, config = {} }) => {
      if (method === 'POST') forms.set(url, config)
    })
    await app.register(pages)
    for (const [url, config] of forms)
      if (!app.hasRoute({ method: 'GET', url }))
        app.get(url, { config, schema: { hide: true } }, (request, reply) =>
          reply.redirect(nearestPage(request, 1), 303),
        )
  }

/** Browsers that save data say so; they get no web fonts. */
export const savesData = (request: FastifyRequest): boolean => request.headers['save-data'] === 'on'
