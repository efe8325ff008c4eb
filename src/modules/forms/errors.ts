import { defineErrors } from '#platform/errors'

export const formProblem = defineErrors({
  'forms.unchanged': [409, 'The form would say what the issued one says; none was issued again.'],
  'forms.reason_missing': [422, 'A form is issued again for a reason; say which.'],
  'forms.not_due': [409, 'Nothing has happened that this form tells of; none was issued.'],
  'forms.register_too_long': [
    422,
    'So many lines are not set as one PDF; choose a shorter period, or take the CSV file. `most` is the limit.',
  ],
  'forms.template_changed': [
    409,
    'Somebody changed this template meanwhile; look at it again, nothing was saved.',
  ],
})
