/** The door: what the rest of the system may use of payments. */
export { formatVnd } from '#platform/money'
export { describeCharge, explainCharge, paymentMessages } from './messages.ts'
export { openCharge } from './open-charge.ts'
export { type PaymentResult, recordPayment } from './record-payment.ts'
export { cancelCharges, listCharges } from './repository.ts'
export type { Charge, ChargeReckoning, ChargeState, PaymentMethod } from './rules/charge.ts'
