import type { FastifyPluginAsync } from 'fastify'
import type { Frame } from '#components/frame'
import { actingPages, citizenSignInPages, toldPages } from '#modules/citizens'
import { askPages, consultationRoutes, inboxPages, listForControlSheet } from '#modules/consultations'
import { copyPages, phonePages, sessionPages } from '#modules/digitisation'
import { dossierRoutes, followCalendar } from '#modules/dossiers'
import { draftPages } from '#modules/drafts'
import { driftBeside, driftPages } from '#modules/drift'
import { eventPages } from '#modules/events'
import { exchangeRoutes, type GatewayWindow } from '#modules/exchange'
import { codePages, filingPages, findName } from '#modules/filings'
import { formPages, formRoutes } from '#modules/forms'
import { openCircuits, testConnection } from '#modules/gateway'
import { handoutRoutes } from '#modules/handouts'
import { accountPages, identityRoutes, officerSignInPages } from '#modules/identity'
import { answerPages, inquiryPages, ownInquiryPages, publicInquiryPages } from '#modules/inquiries'
import { messagelogPages, messagelogRoutes } from '#modules/messagelog'
import { mirrorPages, mirrorRoutes } from '#modules/mirrors'
import { nationalCataloguePages } from '#modules/nationalcatalogue'
import { nationalVaultPages } from '#modules/nationalvault'
import { undeliveredPages } from '#modules/notifications'
import { organisationRoutes } from '#modules/organisations'
import { paperPages, paperRoutes } from '#modules/papers'
import { procedureAdminPages, procedurePages, procedureRoutes } from '#modules/procedures'
import { ownRatingPages, ratingPages } from '#modules/ratings'
import { receiptFilePages, receiptPages } from '#modules/receipts'
import { resultPages } from '#modules/results'
import { runningRoutes } from '#modules/running'
import { shipmentPages } from '#modules/shipments'
import { overduePages, statisticsRoutes, stepTimesPages } from '#modules/statistics'
import { destinationName, syncPages } from '#modules/sync'
import { reminderPages, rulePages } from '#modules/tasks'
import { topicRoutes } from '#modules/topics'
import { uploadRoutes } from '#modules/uploads'
import { sharedPages, vaultPages, vaultRoutes } from '#modules/vault'
import { examineSignatures, verificationRoutes, verifyPages } from '#modules/verification'
import type { Context } from '#platform/context'
import type { Outside } from './app-outside.ts'
import { dueTimeRoutes } from './portals/calendar/due-time-routes.ts'
import { calendarPages } from './portals/calendar/pages.ts'
import { publicCalendarPages } from './portals/calendar/public-pages.ts'
import { citizenDossierPages } from './portals/citizen/dossier-pages.ts'
import { guidePages } from './portals/citizen/guide-pages.ts'
import { designerPages } from './portals/designs/pages.ts'
import { designsOfProcedure } from './portals/designs/procedure-section.ts'
import { displayRoutes } from './portals/display-routes.ts'
import { exchangePages } from './portals/exchange/pages.ts'
import { issuedFormPages } from './portals/forms/issued-pages.ts'
import { registerPages } from './portals/forms/register-pages.ts'
import { templatePages } from './portals/forms/template-pages.ts'
import { officerPages } from './portals/officer/pages.ts'
import { paymentPages } from './portals/payments/pages.ts'
import { paymentRoutes } from './portals/payments/routes.ts'
import {
  findApplicant,
  issuedDocuments,
  nameDossiers,
  paperGuard,
  toSign,
  trustOf,
} from './portals/reach-upward.ts'
import { openRegisters } from './portals/registers.ts'
import { signingPages } from './portals/signing/pages.ts'
import { signingRoutes } from './portals/signing/routes.ts'
import { topicsPages } from './portals/topics/pages.ts'

/** Who puts the frame around a page. */
export type Frames = Readonly<{ citizen: Frame; officer: Frame }>

/** What scripts and other systems call, under `/api/v1`. */
export const listApiRoutes = (
  context: Context,
  { signing, payments = null }: Pick<Outside, 'signing' | 'payments'>,
): FastifyPluginAsync[] => [
  identityRoutes(context),
  organisationRoutes(context),
  procedureRoutes(context),
  dossierRoutes(context, findName),
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
  topicRoutes(context),
  mirrorRoutes(context),
  handoutRoutes(context),
]

/** What people see. */
export function listPages(
  context: Context,
  { citizen, officer }: Frames,
  {
    identityProvider,
    signing,
    registers,
    payments = null,
    destinations = [],
    nationalVault: vault = null,
    nationalCatalogue = null,
    ratingSystems = [],
    inquirySystems = [],
  }: Outside,
): FastifyPluginAsync[] {
  const { desk, pages, knownSources } = openRegisters(context, { citizen, officer }, registers)
  const nationalVault = { vault, registers: desk, judge: examineSignatures(trustOf(context, signing)) }
  return [
    syncPages(context, officer, listCodes(destinations), driftBeside(context, destinations)),
    driftPages(context, destinations),
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
    messagelogPages(context, officer, signing),
    publicCalendarPages(context, citizen),
    calendarPages(context, { frame: officer, followers: followCalendar(context) }),
    paperPages(paperGuard(context))(context),
    filingPages(context, officer),
    codePages(context, officer, { codes: listCodes(destinations), nameOf: destinationName }),
    exchangePages(context, { citizen, officer }, windowOf(context)),
    topicsPages(context, officer),
    eventPages(context, officer),
    mirrorPages(context, { citizen, officer }),
    nationalVaultPages(context, officer, vault !== null),
    nationalCataloguePages(context, officer, nationalCatalogue !== null),
    ratingPages(context, officer),
    ownRatingPages(context, citizen, listCodes(ratingSystems)),
    ...listInquiryPages(context, { citizen, officer }, listCodes(inquirySystems)),
  ]
}

const listInquiryPages = (
  context: Context,
  { citizen, officer }: Frames,
  systems: readonly string[],
): FastifyPluginAsync[] => [
  publicInquiryPages(context, citizen),
  ownInquiryPages(context, citizen),
  inquiryPages(context, officer),
  answerPages(context, officer, systems),
]

/** What the exchange sees of the gateway. */
const windowOf = (context: Context): GatewayWindow => ({
  circuits: () => openCircuits(context),
  testConnection: (version) => testConnection(context, version),
})

const listCodes = (systems: readonly Readonly<{ code: string }>[]): string[] => systems.map(({ code }) => code)
