import { defineErrors } from '#platform/errors'

/** What this module answers when it cannot serve. */
export const designProblem = defineErrors({
  'designs.not_found': [404, 'There is no such design.'],
  'designs.save_not_found': [404, 'The design has no save of that number.'],
  'designs.not_offered': [409, 'Only a procedure that can be applied for can be copied; `code` names it.'],
  'designs.changed_meanwhile': [
    409,
    'Somebody else has changed the design since it was opened; nothing was written, open it again and compare.',
  ],
  'designs.closed': [409, 'The design is submitted, approved or given up and cannot be written.'],
})
