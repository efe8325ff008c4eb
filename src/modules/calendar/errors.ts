import { defineErrors } from '#platform/errors'

export const calendarProblem = defineErrors({
  'calendar.history_unlawful': [
    422,
    'No clock of the law has this history; `fields` names the event, `reason` says why.',
  ],
  'calendar.period_uncountable': [422, 'This period cannot be counted; `fields` says what was expected.'],
  'calendar.agency_unknown': [422, 'No agency has this code; leave it out for the general hours.'],
})
