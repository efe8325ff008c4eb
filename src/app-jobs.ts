import { consultationJobs, consultationSchedules, listForControlSheet } from '#modules/consultations'
import { designJobs, designSchedules } from '#modules/designs'
import { digitisationJobs, digitisationSubjects } from '#modules/digitisation'
import { dossierJobs, dossierServiceTasks, dossierSubjects, recordVaultUses } from '#modules/dossiers'
import { draftJobs, draftSchedules } from '#modules/drafts'
import { driftJobs, driftSchedules } from '#modules/drift'
import { eventJobs, eventSchedules, followLatest, openPostgresBus } from '#modules/events'
import { filedDossierJobs, filedDossierSchedules } from '#modules/filings'
import { formJobs, formSubject, issueAfterEvent } from '#modules/forms'
import { gatewayJobs, gatewaySchedules } from '#modules/gateway'
import { inquiryJobs, inquirySchedules } from '#modules/inquiries'
import { messagelogJobs, messagelogSchedules } from '#modules/messagelog'
import { mirrorJobs, mirrorSchedules } from '#modules/mirrors'
import { nationalCatalogueJobs, nationalCatalogueSchedules } from '#modules/nationalcatalogue'
import { nationalVaultJobs, nationalVaultSchedules } from '#modules/nationalvault'
import { notificationJobs, notificationSchedules } from '#modules/notifications'
import { operationJobs, operationSchedules } from '#modules/operations'
import { paperJobs, paperSchedules } from '#modules/papers'
import { paymentJobs, paymentSchedules } from '#modules/payments'
import { ratingJobs, ratingSchedules } from '#modules/ratings'
import { receiptGiver, receiptJobs, receiptSchedules, receiptSubjects } from '#modules/receipts'
import { registerJobs, registerSchedules } from '#modules/registers'
import { resultJobs, resultSubjects } from '#modules/results'
import { runningJobs, runningSchedules } from '#modules/running'
import { orderAfterEvent, shipmentJobs, shipmentSchedules } from '#modules/shipments'
import { signingJobs } from '#modules/signing'
import { fillOutbox, syncJobs, syncSchedules, tellOfIssue } from '#modules/sync'
import { taskJobs, taskSchedules } from '#modules/tasks'
import { uploadJobs, uploadSchedules } from '#modules/uploads'
import { examineSignatures } from '#modules/verification'
import type { Context } from '#platform/context'
import type { Job, Schedule } from '#platform/jobs'
import type { Outside } from './app-outside.ts'
import { dossierTopic, publishDossierEvents } from './portals/events-of-dossiers.ts'
import { factSources } from './portals/facts-for-others.ts'
import { listOutsideSystems } from './portals/outside-systems.ts'
import { leadDossierOn } from './portals/payments/lead-on.ts'
import { tellVault, trustOf } from './portals/reach-upward.ts'
import { keepScanInVault, useScans } from './portals/scans-of-dossiers.ts'

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
    ratingSystems = [],
    inquirySystems = [],
    nationalVault = null,
    nationalCatalogue = null,
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
      fillOutbox(destinations),
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
    ...messagelogJobs(signing),
    ...syncJobs(destinations, factSources(context)),
    ...driftJobs(destinations),
    ...operationJobs(listOutsideSystems(context, outside)),
    ...filedDossierJobs(filedSources),
    ...mirrorJobs(reportSources),
    ...registerJobs,
    ...nationalVaultJobs(nationalVault),
    ...nationalCatalogueJobs(nationalCatalogue),
    ...ratingJobs(ratingSystems),
    ...inquiryJobs(inquirySystems),
    ...gatewayJobs,
  ]
}

/** Who is told what happened. */
const subscribers = [followLatest(dossierTopic)]

/** What waits for systems outside. It has slots of its own: what is away there keeps no work of ours waiting. */
export const outsideJobs: readonly string[] = [
  'signing.prepare_batch',
  'signing.start_transaction',
  'signing.poll_transaction',
  'signing.complete_document',
  'signing.stamp_later',
  'papers.examine',
  'papers.scan_waiting',
  'papers.scrub',
  'papers.settle_files',
  'notifications.send_message',
  'notifications.carry_waiting',
  'shipments.carry',
  'shipments.carry_waiting',
  'payments.ask_waiting',
  'payments.reconcile',
  'payments.send_refund',
  'receipts.send_summary',
  'messagelog.stamp_batches',
  'events.carry',
  'events.sweep',
  'events.deliver',
  'events.retry',
  'sync.drain',
  'drift.compare',
  'drift.compare_all',
  'drift.look_again',
  'filings.fetch',
  'mirrors.pull',
  'nationalvault.push',
  'ratings.fetch',
  'ratings.tell',
  'inquiries.fetch',
  'inquiries.tell',
  'nationalcatalogue.fetch',
]

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
  ...nationalCatalogueSchedules,
  ...ratingSchedules,
  ...inquirySchedules,
  ...gatewaySchedules,
]
