import { defineErrors } from '#platform/errors'

export const inquiriesProblem = defineErrors({
  'inquiries.too_many': [
    409,
    'So many questions of this person wait for an answer that no more are taken now. Nothing was written.',
  ],
  'inquiries.answered_already': [
    409,
    'Somebody else answered since the form was opened. Their answer stands; what was typed was not written.',
  ],
})
