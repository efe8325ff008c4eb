/** The door: what the rest of the system may use of payments. */
export { formatVnd } from '#platform/money'
export { acceptPaymentCallback } from './accept-callback.ts'
export { askOrder } from './ask-order.ts'
export { checkPayments, paymentGauges, readMoneyStanding } from './check-payments.ts'
export { type LeadOn, paymentJobs, paymentSchedules, type ReceiptGiver } from './jobs.ts'
export { actorName, describeCharge, explainCharge, paymentMessages, platformNames } from './messages.ts'
export { openCharge } from './open-charge.ts'
export {
  type PaymentPlatform,
  type PlatformOrder,
  PlatformUnreachable,
  type RefundOrder,
  type StatementLine,
  type ToldOrder,
  type ToldPayment,
  type ToldRefund,
} from './ports.ts'
export { reconcileDay, reconcileMissed } from './reconcile-day.ts'
export { type PaymentResult, recordPayment } from './record-payment.ts'
export { payOutArrival, refundArrival, settleGivenBackTwice } from './refund-arrival.ts'
export { decideRefund, type MoneyOfficer, recordPayOut } from './refund-charge.ts'
export { cancelCharges, findCharge, listCharges } from './repository.ts'
export {
  findReconciliation,
  type HeldArrival,
  listHeld,
  listReconciliationLines,
  listReconciliations,
  listUncompared,
  type Reconciliation,
  type ReconciliationLine,
} from './repository-days.ts'
export { findNewestOrder, type PaymentOrder } from './repository-orders.ts'
export {
  type ChargeRefund,
  findChargeRefund,
  type GivenBackTwice,
  listGivenBackThere,
  listGivenBackTwice,
  listOpenRefunds,
  listPaidCharges,
  type OpenRefund,
  sumPayments,
} from './repository-refunds.ts'
export {
  type Charge,
  type ChargeReckoning,
  type ChargeState,
  feeRuleOf,
  moneySeenBy,
  type PaymentMethod,
} from './rules/charge.ts'
export {
  type ArrivalOutcome,
  accountOf,
  type FeeAccount,
  type FeeAccounts,
  type OrderState,
} from './rules/order.ts'
export type { Verdict } from './rules/reconcile.ts'
export { makeVietQr, readVietQr, type VietQr, type VietQrFault } from './rules/vietqr.ts'
export { dayOf, type StartedPayment, startPayment } from './start-payment.ts'
