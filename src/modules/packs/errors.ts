import { defineErrors } from '#platform/errors'

/** What this module answers when it cannot serve. */
export const packProblem = defineErrors({
  'packs.bad_pack': [
    500,
    'A procedure pack is not well formed; `at` says file and line, `reason` why, `problems` how many there are. Nothing of it was loaded.',
  ],
  'packs.not_found': [404, 'There is no pack of that code.'],
})
