import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import { countConsultations } from '#modules/consultations'
import { gatewayRoutes } from '#modules/gateway'
import { askToSignIn, findActor, guardRoutes } from '#modules/identity'
import { countInquiries } from '#modules/inquiries'
import { demoMessagePages, notificationRoutes } from '#modules/notifications'
import { countOutsideAlarms, operationPages } from '#modules/operations'
import { acceptFiles } from '#modules/papers'
import { shipmentRoutes } from '#modules/shipments'
import { countReminders } from '#modules/tasks'
import { serveAssets } from '#platform/assets'
import type { Context } from '#platform/context'
import { type HttpApp, openHttp } from '#platform/http'
import { openTelemetry } from '#platform/telemetry'
import { makeGauges, makeHealthChecks } from './app-health.ts'
import type { Outside } from './app-outside.ts'
import { type Frames, listApiRoutes, listPages } from './app-pages.ts'
import { describeApi } from './portals/api-description.ts'
import { makeCitizenFrame } from './portals/citizen/layout.ts'
import { faultPages } from './portals/demo/fault-pages.ts'
import { makeErrorPage } from './portals/error-page.ts'
import { healthRoutes } from './portals/health-routes.ts'
import { makeOfficerFrame } from './portals/officer/layout.ts'
import { listOutsideSystems } from './portals/outside-systems.ts'
import { previewPages } from './portals/preview-page.ts'

export { makeHealthChecks } from './app-health.ts'
export { makeJobs, outsideJobs, schedules } from './app-jobs.ts'
export type { Outside } from './app-outside.ts'
export { type FaultSwitch, openFaultSwitch } from './portals/demo/fault-switch.ts'

/** Puts the system together; what it has of every module stands in the files `app-*.ts` beside. */
export async function openApp(context: Context, outside: Outside): Promise<HttpApp> {
  const demo = context.config.MOTCUA_DEMO === 'on'
  const frames: Frames = {
    citizen: makeCitizenFrame({ province: 'Điện Biên', demo }),
    officer: makeOfficerFrame({ demo }),
  }
  const app = openHttp({ log: context.log, errorPage: makeErrorPage(frames) })
  await app.register(cookie)
  await app.register(formbody)
  await app.register(compress, { encodings: ['br', 'gzip'], threshold: 1024, customTypes: /^text\/html/ })
  await acceptFiles(app, context.config)
  guardRoutes(app, findActor(context), askToSignIn(context))
  countReminders(app, context)
  countConsultations(app, context)
  countInquiries(app, context)
  const systems = listOutsideSystems(context, outside)
  countOutsideAlarms(app, context, systems)
  await describeApi(app)
  serveAssets(app)
  await app.register(
    healthRoutes(context, openTelemetry(makeGauges(context, systems)), makeHealthChecks(context)),
  )
  await app.register(notificationRoutes(context, outside.carriers ?? []), { prefix: '/api/v1' })
  await app.register(shipmentRoutes(context, outside.post ?? null), { prefix: '/api/v1' })
  for (const routes of listApiRoutes(context, outside)) await app.register(routes, { prefix: '/api/v1' })
  for (const pages of listPages(context, frames, outside)) await app.register(pages)
  await app.register(operationPages(context, frames.officer, systems))
  await app.register(gatewayRoutes(context))
  if (!demo) return app
  await app.register(previewPages(frames))
  await app.register(demoMessagePages(frames.citizen)(context))
  await app.register(faultPages(frames.officer, outside.faultSwitches ?? []))
  return app
}
