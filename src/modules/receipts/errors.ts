import { defineErrors } from '#platform/errors'

export const receiptsProblem = defineErrors({
  'receipts.not_in_force': [
    409,
    'The receipt was cancelled or replaced already; the one in force stands beside it. Nothing was written.',
  ],
  'receipts.nothing_new': [
    422,
    'A receipt is replaced for a reason (500 characters), by one that says something else. Nothing was written.',
  ],
  'receipts.series_full': [
    409,
    'The series of receipts has no number left this year (99,999,999). Nothing was written; another symbol is needed.',
  ],
})
