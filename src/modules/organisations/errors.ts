import { defineErrors } from '#platform/errors'

/** What this module answers when it cannot serve. */
export const organisationProblem = defineErrors({
  'organisations.agency_not_found': [404, 'There is no such agency.'],
  'organisations.officer_not_found': [404, 'There is no such officer.'],
  'organisations.list_not_found': [
    404,
    'There is no file or folder of lists at that path; nothing was written. `expected` says what was looked for.',
  ],
  'organisations.list_not_readable': [
    422,
    'The file is no list of administrative units; nothing was written. `file` names it, `expected` says what it may be.',
  ],
})
