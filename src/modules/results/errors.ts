import { defineErrors } from '#platform/errors'

export const resultsProblem = defineErrors({
  'results.not_found': [404, 'There is no such result, or it is not yours to see.'],
  'results.not_allowed': [403, 'Only a signatory of the agency that issued the result may revoke it.'],
  'results.reason_missing': [422, 'A result is revoked for a reason that is said; nothing was changed.'],
  'results.not_in_force': [409, 'The result was replaced or revoked before; nothing was changed.'],
})
