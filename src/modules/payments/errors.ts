import { defineErrors } from '#platform/errors'

export const paymentsProblem = defineErrors({
  'payments.wrong_amount': [
    422,
    'An amount is whole đồng, from 1 to 999,999,999,999; `given` is not. Nothing was written.',
  ],
  'payments.unknown_provider': [404, 'No payment platform of that name is connected.'],
  'payments.callback_refused': [
    401,
    'The report does not prove that it comes from the payment platform, or cannot be read. Nothing was written.',
  ],
  'payments.nothing_to_refund': [
    409,
    'There is no such sum, it was counted for a charge without a decision to refund it, the platform that is to give it back has not refused, or it is given back already. Nothing was written.',
  ],
  'payments.decision_missing': [
    422,
    'A refund needs the number of its decision (60 characters) and why (500); a pay-out the number of its voucher. Nothing was written.',
  ],
  'payments.platform_away': [
    503,
    'The payment platform does not answer. Nothing was written; ask again later.',
  ],
})
