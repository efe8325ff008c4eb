import { defineErrors } from '#platform/errors'

export const mirrorProblem = defineErrors({
  'mirrors.client_refused': [
    401,
    'Take a token at `/api/v1/exchange/token` with the key of your system, and send it as a bearer token.',
  ],
  'mirrors.system_unknown': [
    403,
    'No ministry system is entered here for the member of the exchange that this key belongs to; ask our administrator.',
  ],
})
