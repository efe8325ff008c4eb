import { defineErrors } from '#platform/errors'

export const draftProblem = defineErrors({
  'drafts.not_found': [
    404,
    'There is no such draft, it has expired, or it belongs to somebody else. Submitted dossiers are under "my dossiers".',
  ],
  'drafts.step_unknown': [404, 'The form of this procedure has no such step.'],
})
