import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import type { FastifyPluginAsync } from 'fastify'
import { guardRoutes, nobody } from '#modules/identity'
import { serveAssets } from '#platform/assets'
import type { Context } from '#platform/context'
import { type HttpApp, openHttp } from '#platform/http'
import type { Job } from '#platform/jobs'
import { makeCitizenFrame } from './portals/citizen/layout.ts'
import { displayRoutes } from './portals/display-routes.ts'
import { makeErrorPage } from './portals/error-page.ts'
import { makeOfficerFrame } from './portals/officer/layout.ts'
import { previewPages } from './portals/preview-page.ts'

/** The JSON API of each module, under `/api/v1`. */
const apiRoutes: ((context: Context) => FastifyPluginAsync)[] = []

/** The pages of each module. */
const pages: ((context: Context) => FastifyPluginAsync)[] = []

/** Everything the worker can do. */
export const jobs: readonly Job<never, Context>[] = []

/** Puts the system together: the only file that knows every module, adapter and portal. */
export async function openApp(context: Context): Promise<HttpApp> {
  const demo = context.config.MOTCUA_DEMO === 'on'
  const frames = {
    citizen: makeCitizenFrame({ province: 'Điện Biên', demo }),
    officer: makeOfficerFrame({ demo }),
  }
  const app = openHttp({ log: context.log, errorPage: makeErrorPage(frames) })
  await app.register(cookie)
  await app.register(formbody)
  guardRoutes(app, async () => nobody)
  serveAssets(app)
  await app.register(displayRoutes(context))
  if (demo) await app.register(previewPages(frames))
  for (const routes of apiRoutes) await app.register(routes(context), { prefix: '/api/v1' })
  for (const routes of pages) await app.register(routes(context))
  return app
}
