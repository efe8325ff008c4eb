import type { FastifyRequest } from 'fastify'
import { attributes, type Html, html } from '#platform/html'

export type NavigationEntry = Readonly<{ key: string; href: string; text: string }>

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
    ({ key, href, text }) =>
      html`<li><a${attributes({ href, 'aria-current': key === current ? 'page' : null })}>${text}</a></li>`,
  )}</ul></nav>`

/** Where a form of the frame comes back to: this page, when it can be opened again. */
export const backTo = (request: FastifyRequest): string => (request.method === 'GET' ? request.url : '/')

/** Browsers that save data say so; they get no web fonts. */
export const savesData = (request: FastifyRequest): boolean => request.headers['save-data'] === 'on'
