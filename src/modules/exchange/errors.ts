import { defineErrors } from '#platform/errors'

/** The errors of the exchange. */
export const problem = defineErrors({
  'exchange.client_refused': [
    401,
    'The client id or its secret is wrong, or the key has expired or was revoked; `error` says so in the words of OAuth2.',
  ],
  'exchange.grant_refused': [400, 'Only the OAuth2 grant `client_credentials` is given here.'],
  'exchange.system_ended': [
    409,
    'This system, or its member, has ended, or is not there. Nothing is entered or given under its code again; enter a new one.',
  ],
  'exchange.version_withdrawn': [
    409,
    'This version was withdrawn, so that what it was is not changed. Bring it back first, or enter a new version.',
  ],
  'exchange.offering_unknown': [404, 'There is no such offering in the catalogue.'],
})
