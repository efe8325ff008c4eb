import { defineErrors } from '#platform/errors'

export const messagelogProblem = defineErrors({
  'messagelog.not_found': [404, 'The log holds no message with this id.'],
  'messagelog.body_too_large': [
    413,
    'The body is larger than `limit` bytes, so it is not kept; record it by its hash.',
  ],
})
