import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import type { FastifyPluginAsync } from 'fastify'
import type { Frame } from '#components/frame'
import { actingPages, citizenSignInPages, type IdentityProvider, toldPages } from '#modules/citizens'
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
  copyPages,
  digitisationJobs,
  digitisationSubjects,
  phonePages,
  sessionPages,
} from '#modules/digitisation'
import {
  dossierJobs,
  dossierRoutes,
  dossierServiceTasks,
  dossierSubjects,
  followCalendar,
  recordVaultUses,
} from '#modules/dossiers'
import { draftJobs, draftPages, draftSchedules } from '#modules/drafts'
import { driftBeside, driftJobs, driftPages, driftSchedules } from '#modules/drift'
import {
  checkEvents,
  type EventBus,
  eventGauges,
  eventJobs,
  eventPages,
  eventSchedules,
  followLatest,
  openPostgresBus,
} from '#modules/events'
import { exchangePages, exchangeRoutes } from '#modules/exchange'
import {
  codePages,
  type FiledSource,
  filedDossierJobs,
  filedDossierSchedules,
  filingPages,
} from '#modules/filings'
import { formJobs, formPages, formRoutes, formSubject, issueAfterEvent } from '#modules/forms'
import { gatewayGauges, gatewayRoutes } from '#modules/gateway'
import { handoutRoutes } from '#modules/handouts'
import {
  accountPages,
  askToSignIn,
  findActor,
  guardRoutes,
  identityRoutes,
  officerSignInPages,
} from '#modules/identity'
import {
  checkMessageLog,
  messagelogJobs,
  messagelogPages,
  messagelogRoutes,
  messagelogSchedules,
} from '#modules/messagelog'
import { mirrorJobs, mirrorPages, mirrorRoutes, mirrorSchedules, type ReportSource } from '#modules/mirrors'
import {
  checkNationalVault,
  type NationalVault,
  nationalVaultGauges,
  nationalVaultJobs,
  nationalVaultPages,
  nationalVaultSchedules,
} from '#modules/nationalvault'
import {
  checkMessages,
  demoMessagePages,
  type MessageCarrier,
  messageGauges,
  notificationJobs,
  notificationRoutes,
  notificationSchedules,
  undeliveredPages,
} from '#modules/notifications'
import {
  countOutsideAlarms,
  operationGauges,
  operationJobs,
  operationPages,
  operationSchedules,
} from '#modules/operations'
import { organisationRoutes } from '#modules/organisations'
import {
  acceptFiles,
  checkPapers,
  type MalwareScanner,
  paperJobs,
  paperPages,
  paperRoutes,
  paperSchedules,
} from '#modules/papers'
import {
  checkPayments,
  type PaymentPlatform,
  paymentGauges,
  paymentJobs,
  paymentSchedules,
} from '#modules/payments'
import { procedureAdminPages, procedurePages, procedureRoutes } from '#modules/procedures'
import {
  checkReceipts,
  receiptFilePages,
  receiptGauges,
  receiptGiver,
  receiptJobs,
  receiptPages,
  receiptSchedules,
  receiptSubjects,
  type TaxAuthority,
} from '#modules/receipts'
import {
  checkRegisters,
  type RegistersOutside,
  registerGauges,
  registerJobs,
  registerSchedules,
} from '#modules/registers'
import { resultJobs, resultPages, resultSubjects } from '#modules/results'
import { checkTimers, runningJobs, runningRoutes, runningSchedules } from '#modules/running'
import {
  checkShipments,
  orderAfterEvent,
  type PublicPost,
  shipmentGauges,
  shipmentJobs,
  shipmentPages,
  shipmentRoutes,
  shipmentSchedules,
} from '#modules/shipments'
import { type SigningOutside, signingJobs } from '#modules/signing'
import { overduePages, statisticsRoutes, stepTimesPages } from '#modules/statistics'
import {
  checkSync,
  type Destination,
  fillOutbox,
  syncGauges,
  syncJobs,
  syncPages,
  syncSchedules,
  tellOfIssue,
} from '#modules/sync'
import {
  checkReminders,
  countReminders,
  reminderGauges,
  reminderPages,
  rulePages,
  taskJobs,
  taskSchedules,
} from '#modules/tasks'
import { uploadJobs, uploadRoutes, uploadSchedules } from '#modules/uploads'
import { sharedPages, vaultPages, vaultRoutes } from '#modules/vault'
import { examineSignatures, verificationRoutes, verifyPages } from '#modules/verification'
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
import { faultPages } from './portals/demo/fault-pages.ts'
import type { FaultSwitch } from './portals/demo/fault-switch.ts'
import { designerPages } from './portals/designs/pages.ts'
import { designsOfProcedure } from './portals/designs/procedure-section.ts'
import { displayRoutes } from './portals/display-routes.ts'
import { makeErrorPage } from './portals/error-page.ts'
import { dossierTopic, publishDossierEvents } from './portals/events-of-dossiers.ts'
import { factSources } from './portals/facts-for-others.ts'
import { issuedFormPages } from './portals/forms/issued-pages.ts'
import { registerPages } from './portals/forms/register-pages.ts'
import { templatePages } from './portals/forms/template-pages.ts'
import { healthRoutes } from './portals/health-routes.ts'
import { makeOfficerFrame } from './portals/officer/layout.ts'
import { officerPages } from './portals/officer/pages.ts'
import { listOutsideSystems } from './portals/outside-systems.ts'
import { leadDossierOn } from './portals/payments/lead-on.ts'
import { paymentPages } from './portals/payments/pages.ts'
import { paymentRoutes } from './portals/payments/routes.ts'
import { previewPages } from './portals/preview-page.ts'
import {
  findApplicant,
  issuedDocuments,
  nameDossiers,
  paperGuard,
  tellVault,
  toSign,
  trustOf,
} from './portals/reach-upward.ts'
import { openRegisters } from './portals/registers.ts'
import { keepScanInVault, useScans } from './portals/scans-of-dossiers.ts'
import { signingPages } from './portals/signing/pages.ts'
import { signingRoutes } from './portals/signing/routes.ts'

export { type FaultSwitch, openFaultSwitch } from './portals/demo/fault-switch.ts'

/** What the system needs of the world outside, as its modules name it. */
export type Outside = Readonly<{
  identityProvider: IdentityProvider
  /** Who carries messages to people; left out: nobody, messages stay inside. */
  carriers?: readonly MessageCarrier[]
  /** Null, or left out: nothing is ordered of the post. */
  post?: PublicPost | null
  /** Null, or left out: nobody looks for malware. */
  scanner?: MalwareScanner | null
  /** Where keys live, who stamps time, whom we trust. */
  signing: SigningOutside
  /** Left out: the database carries events. */
  events?: EventBus
  /** Null, or left out: nothing is paid online. */
  payments?: PaymentPlatform | null
  /** Who is told of dossiers, and where people file some for us; left out: nobody, nowhere. */
  destinations?: readonly Destination[]
  filedSources?: readonly FiledSource[]
  /** The systems of ministries that are asked what they report; left out: none. */
  reportSources?: readonly ReportSource[]
  /** The stand-ins of the demonstration that can be broken. */
  faultSwitches?: readonly FaultSwitch[]
  /** The registers of the State that can be asked; left out: none. */
  registers?: RegistersOutside
  /** Who is told of receipts; null, or left out: nobody, summaries wait. */
  taxAuthority?: TaxAuthority | null
  /** The vault of the national portal; null, or left out: not connected. */
  nationalVault?: NationalVault | null
}>

type Frames = Readonly<{ citizen: Frame; officer: Frame }>

/** Everything the worker can do. */
export function makeJobs(context: Context, outside: Omit<Outside, 'identityProvider'>): Job<never, Context>[] {
  const {
    carriers = [],
    post = null,
    signing,
    payments = null,
    scanner = null,
    destinations = [],
    filedSources = [],
    reportSources = [],
    nationalVault = null,
    taxAuthority = null,
    events,
  } = outside
  return [
    ...runningJobs({ ...dossierServiceTasks }, dossierSubjects(context)),
    ...dossierJobs([
      issueAfterEvent,
      recordVaultUses,
      useScans,
      publishDossierEvents,
      fillOutbox(destinations, context.clock),
      orderAfterEvent(context),
    ]),
    ...eventJobs(events ?? openPostgresBus(context.db), subscribers),
    ...signingJobs(signing, {
      ...resultSubjects,
      form: formSubject,
      ...receiptSubjects,
      ...digitisationSubjects(keepScanInVault),
    }),
    ...resultJobs([tellOfIssue(destinations, context.clock)]),
    ...digitisationJobs,
    ...formJobs(listForControlSheet),
    ...draftJobs,
    ...paperJobs([examineSignatures(trustOf(context, signing)), tellVault], scanner),
    ...uploadJobs,
    ...designJobs,
    ...notificationJobs(carriers),
    ...shipmentJobs(post),
    ...taskJobs,
    ...consultationJobs,
    ...paymentJobs(payments, leadDossierOn, receiptGiver),
    ...receiptJobs(taxAuthority),
    ...messagelogJobs(signing.timestamps),
    ...syncJobs(destinations, factSources(context)),
    ...driftJobs(destinations),
    ...operationJobs(listOutsideSystems(context, outside)),
    ...filedDossierJobs(filedSources),
    ...mirrorJobs(reportSources),
    ...registerJobs,
    ...nationalVaultJobs(nationalVault),
  ]
}

/** Who is told what happened. */
const subscribers = [followLatest(dossierTopic)]

const listCodes = (destinations: readonly Destination[]): string[] => destinations.map(({ code }) => code)

/** What the worker does by itself, and when. */
export const schedules: readonly Schedule[] = [
  ...eventSchedules,
  ...draftSchedules,
  ...designSchedules,
  ...taskSchedules,
  ...consultationSchedules,
  ...runningSchedules,
  ...paperSchedules,
  ...uploadSchedules,
  ...paymentSchedules,
  ...receiptSchedules,
  ...messagelogSchedules,
  ...syncSchedules,
  ...driftSchedules,
  ...operationSchedules,
  ...filedDossierSchedules,
  ...mirrorSchedules,
  ...registerSchedules,
  ...nationalVaultSchedules,
  ...notificationSchedules,
  ...shipmentSchedules,
]

/** What `/readyz` and `doctor` look at besides what the system stands on. */
export const makeHealthChecks = (context: Context): readonly HealthCheck[] => [
  checkReminders(context),
  checkConsultations(context),
  checkTimers(context),
  checkPapers(context),
  checkEvents(context),
  checkMessageLog(context),
  checkSync(context),
  checkPayments(context),
  checkReceipts(context),
  checkNationalVault(context),
  checkRegisters(context),
  checkMessages(context),
  checkShipments(context),
]

/** Puts the system together: the only file that knows every module, adapter and portal. */
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
  const systems = listOutsideSystems(context, outside)
  countOutsideAlarms(app, context, systems)
  await describeApi(app)
  serveAssets(app)
  await app.register(
    healthRoutes(
      context,
      openTelemetry([
        ...reminderGauges(context),
        ...eventGauges(context),
        ...syncGauges(context),
        ...gatewayGauges(context),
        ...paymentGauges(context),
        ...receiptGauges(context),
        ...operationGauges(context, systems),
        ...nationalVaultGauges(context),
        ...registerGauges(context),
        ...messageGauges(context),
        ...shipmentGauges(context),
      ]),
      makeHealthChecks(context),
    ),
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

const listApiRoutes = (
  context: Context,
  { signing, payments = null }: Pick<Outside, 'signing' | 'payments'>,
): FastifyPluginAsync[] => [
  identityRoutes(context),
  organisationRoutes(context),
  procedureRoutes(context),
  dossierRoutes(context),
  formRoutes(context),
  consultationRoutes(context),
  runningRoutes(context),
  paperRoutes(paperGuard(context))(context),
  uploadRoutes(context),
  vaultRoutes(findApplicant(context))(context),
  signingRoutes(context, { outside: signing, toSign }) as FastifyPluginAsync,
  verificationRoutes(trustOf(context, signing), issuedDocuments(context))(context),
  messagelogRoutes(signing.timestamps)(context),
  statisticsRoutes(context),
  dueTimeRoutes(context),
  paymentRoutes(context, payments),
  exchangeRoutes(context),
  mirrorRoutes(context),
  handoutRoutes(context),
]

function listPages(
  context: Context,
  { citizen, officer }: Frames,
  {
    identityProvider,
    signing,
    registers,
    payments = null,
    destinations = [],
    nationalVault: vault = null,
  }: Outside,
): FastifyPluginAsync[] {
  const { desk, pages, knownSources } = openRegisters(context, { citizen, officer }, registers)
  const nationalVault = { vault, registers: desk, judge: examineSignatures(trustOf(context, signing)) }
  return [
    syncPages(context, officer, listCodes(destinations), driftBeside(context)),
    driftPages(context, listCodes(destinations)),
    displayRoutes(context),
    procedurePages(context, { frame: citizen }),
    guidePages(context, citizen),
    draftPages({ ...context, knownSources, nationalVault }, citizen),
    citizenDossierPages(context, citizen, payments !== null),
    paymentPages(context, { citizen, officer }, payments),
    receiptPages(context, officer),
    receiptFilePages(context),
    vaultPages(context, citizen, nameDossiers(context)),
    sharedPages(context, citizen),
    formPages(context, listForControlSheet(context)),
    registerPages(context, officer),
    templatePages(context, officer),
    issuedFormPages(context, officer, listForControlSheet(context)),
    overduePages(context, { frame: citizen }),
    stepTimesPages(context, { frame: officer }),
    citizenSignInPages(context, { frame: citizen, provider: identityProvider }),
    toldPages(context, citizen),
    actingPages(context, citizen),
    officerSignInPages(context, { frame: officer }),
    officerPages(context, officer, desk, nationalVault),
    ...pages,
    undeliveredPages(context, officer),
    shipmentPages(context, { citizen, officer }),
    reminderPages(context, officer),
    rulePages(context, officer),
    askPages(context, officer),
    inboxPages(context, officer),
    accountPages(context, { frame: officer }),
    procedureAdminPages(context, { frame: officer, beside: designsOfProcedure(context) }),
    designerPages(context, { frame: officer }),
    sessionPages(context, officer),
    copyPages(context, officer),
    phonePages(context, officer),
    signingPages(context, officer, { outside: signing, toSign }),
    resultPages(context, officer),
    verifyPages(context, citizen, trustOf(context, signing), issuedDocuments(context)),
    messagelogPages(context, officer),
    publicCalendarPages(context, citizen),
    calendarPages(context, { frame: officer, followers: followCalendar(context) }),
    paperPages(paperGuard(context))(context),
    filingPages(context, officer),
    codePages(context, officer, listCodes(destinations)),
    exchangePages(context, { citizen, officer }),
    eventPages(context, officer),
    mirrorPages(context, { citizen, officer }),
    nationalVaultPages(context, officer, vault !== null),
  ]
}
