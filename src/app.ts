import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import type { FastifyPluginAsync } from 'fastify'
import { dossierJobs, dossierRoutes, mayReadPaperOfDossier } from '#modules/dossiers'
import {
  type Actor,
  accountPages,
  askToSignIn,
  citizenSignInPages,
  findActor,
  guardRoutes,
  type IdentityProvider,
  identityRoutes,
  officerSignInPages,
} from '#modules/identity'
import { demoMessagePages, type Mailer, notificationJobs } from '#modules/notifications'
import { organisationRoutes } from '#modules/organisations'
import { acceptFiles, paperPages, paperRoutes } from '#modules/papers'
import { serveAssets } from '#platform/assets'
import type { Context } from '#platform/context'
import { type HttpApp, openHttp } from '#platform/http'
import type { Job } from '#platform/jobs'
import { openTelemetry } from '#platform/telemetry'
import { describeApi } from './portals/api-description.ts'
import { makeCitizenFrame } from './portals/citizen/layout.ts'
import { displayRoutes } from './portals/display-routes.ts'
import { makeErrorPage } from './portals/error-page.ts'
import { healthRoutes } from './portals/health-routes.ts'
import { makeOfficerFrame } from './portals/officer/layout.ts'
import { previewPages } from './portals/preview-page.ts'

/** What the system needs of the world outside, as its modules name it. */
export type Outside = Readonly<{
  identityProvider: IdentityProvider
  /** Null: no mail server, messages stay in the system. */
  mailer: Mailer | null
}>

/** Everything the worker can do. */
export const makeJobs = ({ mailer }: Outside): Job<never, Context>[] => [
  ...dossierJobs,
  ...notificationJobs(mailer),
]

/** Puts the system together: the only file that knows every module, adapter and portal. */
export async function openApp(context: Context, { identityProvider }: Outside): Promise<HttpApp> {
  const demo = context.config.MOTCUA_DEMO === 'on'
  const citizen = makeCitizenFrame({ province: 'Điện Biên', demo })
  const officer = makeOfficerFrame({ demo })
  const app = openHttp({ log: context.log, errorPage: makeErrorPage({ citizen, officer }) })
  await app.register(cookie)
  await app.register(formbody)
  await acceptFiles(app, context.config)
  guardRoutes(app, findActor(context), askToSignIn(context))
  await describeApi(app)
  serveAssets(app)
  await app.register(healthRoutes(context, openTelemetry()))

  // A paper may be read by whom a dossier that holds it may be read by.
  const mayReadPaper = (actor: Actor, paperId: string) => mayReadPaperOfDossier(context.db, actor, paperId)
  const api: FastifyPluginAsync[] = [
    identityRoutes(context),
    organisationRoutes(context),
    dossierRoutes(context),
    paperRoutes(mayReadPaper)(context),
  ]
  for (const routes of api) await app.register(routes, { prefix: '/api/v1' })

  const pages: FastifyPluginAsync[] = [
    displayRoutes(context),
    citizenSignInPages(context, { frame: citizen, provider: identityProvider }),
    officerSignInPages(context, { frame: officer }),
    accountPages(context, { frame: officer }),
    paperPages(mayReadPaper)(context),
  ]
  for (const routes of pages) await app.register(routes)
  if (demo) {
    await app.register(previewPages({ citizen, officer }))
    await app.register(demoMessagePages(citizen)(context))
  }
  return app
}
