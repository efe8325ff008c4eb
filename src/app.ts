import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import type { FastifyPluginAsync } from 'fastify'
import type { Frame } from '#components/frame'
import {
  askPages,
  checkConsultations,
  consultationJobs,
  consultationRoutes,
  consultationSchedules,
  countConsultations,
  inboxPages,
  listForControlSheet,
} from '#modules/consultations'
import { designJobs, designSchedules } from '#modules/designs'
import {
  dossierJobs,
  dossierRoutes,
  dossierServiceTasks,
  dossierSubjects,
  findDossier,
  followCalendar,
  listTitles,
  mayReadDossier,
  mayReadPaperOfDossier,
} from '#modules/dossiers'
import { draftJobs, draftPages, draftSchedules } from '#modules/drafts'
import { formJobs, formPages, formRoutes, issueAfterEvent } from '#modules/forms'
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
import { acceptFiles, paperJobs, paperPages, paperRoutes } from '#modules/papers'
import { procedureAdminPages, procedurePages, procedureRoutes } from '#modules/procedures'
import { checkTimers, runningJobs, runningRoutes, runningSchedules } from '#modules/running'
import { overduePages, statisticsRoutes, stepTimesPages } from '#modules/statistics'
import {
  checkReminders,
  countReminders,
  reminderGauges,
  reminderPages,
  rulePages,
  taskJobs,
  taskSchedules,
} from '#modules/tasks'
import { type FindApplicant, type NameDossiers, sharedPages, vaultPages, vaultRoutes } from '#modules/vault'
import { serveAssets } from '#platform/assets'
import type { Context } from '#platform/context'
import type { HealthCheck } from '#platform/health-check'
import { type HttpApp, openHttp } from '#platform/http'
import type { Job, Schedule } from '#platform/jobs'
import { openTelemetry } from '#platform/telemetry'
import { describeApi } from './portals/api-description.ts'
import { dueTimeRoutes } from './portals/calendar/due-time-routes.ts'
import { calendarPages } from './portals/calendar/pages.ts'
import { publicCalendarPages } from './portals/calendar/public-pages.ts'
import { citizenDossierPages } from './portals/citizen/dossier-pages.ts'
import { guidePages } from './portals/citizen/guide-pages.ts'
import { makeCitizenFrame } from './portals/citizen/layout.ts'
import { designerPages } from './portals/designs/pages.ts'
import { designsOfProcedure } from './portals/designs/procedure-section.ts'
import { displayRoutes } from './portals/display-routes.ts'
import { makeErrorPage } from './portals/error-page.ts'
import { registerPages } from './portals/forms/register-pages.ts'
import { templatePages } from './portals/forms/template-pages.ts'
import { healthRoutes } from './portals/health-routes.ts'
import { makeOfficerFrame } from './portals/officer/layout.ts'
import { officerPages } from './portals/officer/pages.ts'
import { previewPages } from './portals/preview-page.ts'

/** What the system needs of the world outside, as its modules name it. */
export type Outside = Readonly<{
  identityProvider: IdentityProvider
  /** Null: there is no mail server, messages stay inside. */
  mailer: Mailer | null
}>

type Frames = Readonly<{ citizen: Frame; officer: Frame }>

/** Everything the worker can do. */
export const makeJobs = (context: Context, { mailer }: Pick<Outside, 'mailer'>): Job<never, Context>[] => [
  ...runningJobs({ ...dossierServiceTasks }, dossierSubjects(context)),
  ...dossierJobs([issueAfterEvent]),
  ...formJobs(listForControlSheet),
  ...draftJobs,
  ...paperJobs([]),
  ...designJobs,
  ...notificationJobs(mailer),
  ...taskJobs,
  ...consultationJobs,
]

/** What the worker does by itself, and when. */
export const schedules: readonly Schedule[] = [
  ...draftSchedules,
  ...designSchedules,
  ...taskSchedules,
  ...consultationSchedules,
  ...runningSchedules,
]

/** What `/readyz` and `doctor` look at besides what the system stands on. */
export const makeHealthChecks = (context: Context): readonly HealthCheck[] => [
  checkReminders(context),
  checkConsultations(context),
  checkTimers(context),
]

/** Puts the system together: the only file that knows every module, adapter and portal. */
export async function openApp(context: Context, outside: Pick<Outside, 'identityProvider'>): Promise<HttpApp> {
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
  await describeApi(app)
  serveAssets(app)
  await app.register(healthRoutes(context, openTelemetry(reminderGauges(context)), makeHealthChecks(context)))
  for (const routes of listApiRoutes(context)) await app.register(routes, { prefix: '/api/v1' })
  for (const pages of listPages(context, frames, outside)) await app.register(pages)
  if (!demo) return app
  await app.register(previewPages(frames))
  await app.register(demoMessagePages(frames.citizen)(context))
  return app
}

/** A paper may be read by whom a dossier that holds it may be read by. */
const paperGuard = (context: Context) => (actor: Actor, paperId: string) =>
  mayReadPaperOfDossier(context.db, actor, paperId)

/** Of a dossier an officer may look into the vault of its applicant, if the dossier is the officer's to read. */
const findApplicant =
  ({ db }: Context): FindApplicant =>
  async (actor, code) => {
    const dossier = await findDossier(db, code)
    if (!dossier || !mayReadDossier(actor, dossier)) return null
    const { id, applicantPersonalId: personalId, procedureCode, procedureName } = dossier
    return { dossierId: id, code: dossier.code ?? dossier.reference, personalId, procedureCode, procedureName }
  }

const nameDossiers =
  ({ db }: Context): NameDossiers =>
  async (ids) => {
    const titles = await listTitles(db, ids)
    return new Map([...titles].map(([id, { code, reference }]) => [id, code ?? reference]))
  }

const listApiRoutes = (context: Context): FastifyPluginAsync[] => [
  identityRoutes(context),
  organisationRoutes(context),
  procedureRoutes(context),
  dossierRoutes(context),
  formRoutes(context),
  consultationRoutes(context),
  runningRoutes(context),
  paperRoutes(paperGuard(context))(context),
  vaultRoutes(findApplicant(context))(context),
  statisticsRoutes(context),
  dueTimeRoutes(context),
]

function listPages(
  context: Context,
  { citizen, officer }: Frames,
  { identityProvider }: Pick<Outside, 'identityProvider'>,
): FastifyPluginAsync[] {
  return [
    displayRoutes(context),
    procedurePages(context, { frame: citizen }),
    guidePages(context, citizen),
    draftPages(context, citizen),
    citizenDossierPages(context, citizen),
    vaultPages(context, citizen, nameDossiers(context)),
    sharedPages(context, citizen),
    formPages(context, listForControlSheet(context)),
    registerPages(context, officer),
    templatePages(context, officer),
    overduePages(context, { frame: citizen }),
    stepTimesPages(context, { frame: officer }),
    citizenSignInPages(context, { frame: citizen, provider: identityProvider }),
    officerSignInPages(context, { frame: officer }),
    officerPages(context, officer),
    reminderPages(context, officer),
    rulePages(context, officer),
    askPages(context, officer),
    inboxPages(context, officer),
    accountPages(context, { frame: officer }),
    procedureAdminPages(context, { frame: officer, beside: designsOfProcedure(context) }),
    designerPages(context, { frame: officer }),
    publicCalendarPages(context, citizen),
    calendarPages(context, { frame: officer, followers: followCalendar(context) }),
    paperPages(paperGuard(context))(context),
  ]
}
