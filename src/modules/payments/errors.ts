import { defineErrors } from '#platform/errors'

export const paymentsProblem = defineErrors({
  'payments.wrong_amount': [
    422,
    'An amount is whole đồng, from 1 to 999,999,999,999; `given` is not. Nothing was written.',
  ],
})
