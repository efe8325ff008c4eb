import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import type { FastifyPluginAsync } from 'fastify'
import { guardRoutes, nobody } from '#modules/identity'
import { serveAssets } from '#platform/assets'
import type { Context } from '#platform/context'
import { html } from '#platform/html'
import { type HttpApp, openHttp } from '#platform/http'
import type { Job } from '#platform/jobs'

/** The JSON API of each module, under `/api/v1`. */
const apiRoutes: ((context: Context) => FastifyPluginAsync)[] = []

/** The pages of each module. */
const pages: ((context: Context) => FastifyPluginAsync)[] = []

/** Everything the worker can do. */
export const jobs: readonly Job<never, Context>[] = []

/** Puts the system together: the only file that knows every module, adapter and portal. */
export async function openApp(context: Context): Promise<HttpApp> {
  const app = openHttp({ log: context.log, errorPage: (error) => html`<p>${error.code}</p>` })
  await app.register(cookie)
  await app.register(formbody)
  guardRoutes(app, async () => nobody)
  serveAssets(app)
  for (const routes of apiRoutes) await app.register(routes(context), { prefix: '/api/v1' })
  for (const routes of pages) await app.register(routes(context))
  return app
}
