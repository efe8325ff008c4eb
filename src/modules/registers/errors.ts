import { defineErrors } from '#platform/errors'

export const registerProblem = defineErrors({
  'registers.unknown': [404, 'This register is not connected.'],
  'registers.question_incomplete': [
    422,
    'A register is asked with a personal id of 12 digits, the full name and the birth (a day, a month or a year); `missing` says what is not there.',
  ],
  'registers.key_wrong': [422, 'The number is not written as this register has them; `example` shows one.'],
  'registers.fields_unknown': [422, 'The register is not asked for these `fields`.'],
  'registers.purpose_missing': [422, 'Say in 3 to 300 characters what the register is asked for.'],
  'registers.dossier_missing': [422, 'A register is asked for a dossier or an intake; say for which.'],
  'registers.too_many': [
    429,
    'This account has asked the register too often; wait as long as `retryAfterSeconds` says.',
  ],
})
