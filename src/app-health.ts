import { checkConsultations } from '#modules/consultations'
import { checkEvents, eventGauges } from '#modules/events'
import { checkTls, gatewayGauges } from '#modules/gateway'
import { checkInquiries, inquiryGauges } from '#modules/inquiries'
import { checkMessageLog } from '#modules/messagelog'
import { checkNationalVault, nationalVaultGauges } from '#modules/nationalvault'
import { checkMessages, messageGauges } from '#modules/notifications'
import { operationGauges } from '#modules/operations'
import { checkPapers } from '#modules/papers'
import { checkPayments, paymentGauges } from '#modules/payments'
import { checkRatings, ratingGauges } from '#modules/ratings'
import { checkReceipts, receiptGauges } from '#modules/receipts'
import { checkRegisters, registerGauges } from '#modules/registers'
import { checkTimers } from '#modules/running'
import { checkShipments, shipmentGauges } from '#modules/shipments'
import { checkSync, syncGauges } from '#modules/sync'
import { checkReminders, reminderGauges } from '#modules/tasks'
import { checkTopics, topicGauges } from '#modules/topics'
import { checkJobs, jobGauges } from '#platform/check-jobs'
import type { Context } from '#platform/context'
import type { HealthCheck } from '#platform/health-check'
import type { listOutsideSystems } from './portals/outside-systems.ts'

/** What `/readyz` and `doctor` look at besides what the system stands on. */
export const makeHealthChecks = (context: Context): readonly HealthCheck[] => [
  checkReminders(context),
  checkConsultations(context),
  checkTimers(context),
  checkPapers(context),
  checkEvents(context),
  checkTopics(context),
  checkMessageLog(context),
  checkTls(context),
  checkSync(context),
  checkPayments(context),
  checkReceipts(context),
  checkNationalVault(context),
  checkRegisters(context),
  checkMessages(context),
  checkShipments(context),
  checkRatings(context),
  checkInquiries(context),
  checkJobs(context),
]

/** What `/metrics` shows besides. */
export const makeGauges = (context: Context, systems: ReturnType<typeof listOutsideSystems>) => [
  ...reminderGauges(context),
  ...eventGauges(context),
  ...topicGauges(context),
  ...syncGauges(context),
  ...gatewayGauges(context),
  ...paymentGauges(context),
  ...receiptGauges(context),
  ...operationGauges(context, systems),
  ...nationalVaultGauges(context),
  ...registerGauges(context),
  ...messageGauges(context),
  ...shipmentGauges(context),
  ...ratingGauges(context),
  ...inquiryGauges(context),
  ...jobGauges(context),
]
