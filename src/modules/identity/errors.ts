import { defineErrors } from '#platform/errors'

/** What identity can refuse by throwing; refusals of a form are returned values. */
export const problem = defineErrors({
  'identity.token_refused': [
    401,
    'The bearer token is not good: `reason` is malformed, expired or account_inactive. Make a new one with `motcua token`.',
  ],
  'identity.account_unknown': [404, 'There is no active account of that name.'],
  'identity.demo_only': [409, 'Demo accounts exist only with MOTCUA_DEMO=on; nothing was written.'],
})
