import { defineErrors } from '#platform/errors'

/** What this module answers when it cannot serve. */
export const procedureProblem = defineErrors({
  'procedures.not_found': [404, 'There is no procedure of that code in the catalogue; search by name instead.'],
  'procedures.not_offered': [
    409,
    'The procedure is described here, but cannot be applied for in this system yet; `code` names it.',
  ],
  'procedures.version_not_found': [404, 'There is no such version of a procedure.'],
  'procedures.bad_cursor': [400, 'The cursor is not one of ours; start again from the first page.'],
})
