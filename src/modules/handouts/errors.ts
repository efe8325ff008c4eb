import { defineErrors } from '#platform/errors'

export const handoutsProblem = defineErrors({
  'handouts.not_found': [404, 'There is no such paper under this link, or the link was not made here.'],
  'handouts.over': [410, 'The link has ended; the newest message about the dossier holds another one.'],
})
