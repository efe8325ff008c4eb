import { defineErrors } from '#platform/errors'

export const ratingsProblem = defineErrors({
  'ratings.not_finished': [409, 'A dossier is rated when it is finished. Nothing was written.'],
  'ratings.given_already': [409, 'The dossier was rated already; a rating is given once. The first is kept.'],
})
