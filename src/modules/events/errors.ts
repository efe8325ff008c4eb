import { defineErrors } from '#platform/errors'

export const eventProblem = defineErrors({
  'events.not_dead': [
    409,
    'This event is not dead any more: somebody replayed it or set it aside. Look at it again.',
  ],
})
