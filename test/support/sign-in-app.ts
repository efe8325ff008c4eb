import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import { Temporal } from 'temporal-polyfill'
import { actingPages, type CitizenPagesOptions, citizenSignInPages, toldPages } from '#modules/citizens'
import {
  accountPages,
  askToSignIn,
  findActor,
  guardRoutes,
  identityRoutes,
  officerSignInPages,
} from '#modules/identity'
import type { Context } from '#platform/context'
import { html } from '#platform/html'
import { type HttpApp, openHttp } from '#platform/http'

/** A clock that a test sets forward. */
export function movingClock(
  start: string,
): Context['clock'] & { forward: (by: Temporal.DurationLike) => void } {
  let at = Temporal.Instant.from(start)
  return {
    now: () => at,
    forward: (by) => {
      at = at.add(by)
    },
  }
}

/** The identity module behind its guard, with two pages of its own: `/my/dossiers` and the form `/drafts/one`. */
export async function openSignInApp(
  context: Context,
  provider: CitizenPagesOptions['provider'],
  register: (app: HttpApp) => void = () => undefined,
): Promise<HttpApp> {
  const app = openHttp({ log: context.log, errorPage: ({ code }) => html`<p>${code}</p>` })
  await app.register(cookie)
  await app.register(formbody)
  await app.register(multipart)
  guardRoutes(app, findActor(context), askToSignIn(context))
  const frame: CitizenPagesOptions['frame'] = (_request, { title, main }) =>
    html`<!doctype html><html lang="vi"><head><title>${title}</title></head><body><main>${main}</main></body></html>`
  await app.register(citizenSignInPages(context, { frame, provider }))
  await app.register(toldPages(context, frame))
  await app.register(actingPages(context, frame))
  await app.register(officerSignInPages(context, { frame }))
  await app.register(accountPages(context, { frame }))
  await app.register(identityRoutes(context), { prefix: '/api/v1' })
  register(app)
  await app.ready()
  return app
}

/** A browser that keeps cookies: sends a request to `app` and remembers what it was given. */
export function openBrowser(app: HttpApp) {
  const jar = new Map<string, string>()
  const send = async (
    method: 'GET' | 'POST',
    url: string,
    form?: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const answer = await app.inject({
      method,
      url,
      headers: {
        accept: 'text/html',
        ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      cookies: Object.fromEntries(jar),
      ...(form && { payload: new URLSearchParams(form).toString() }),
    })
    for (const { name, value, maxAge, expires } of answer.cookies) {
      const isGone = maxAge === 0 || (expires !== undefined && expires.getTime() <= 0)
      if (isGone) jar.delete(name)
      else jar.set(name, value)
    }
    return answer
  }
  return {
    jar,
    get: (url: string, headers?: Readonly<Record<string, string>>) => send('GET', url, undefined, headers),
    post: (url: string, form: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>) =>
      send('POST', url, form, headers),
  }
}
