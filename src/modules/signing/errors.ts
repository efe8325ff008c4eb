import { defineErrors } from '#platform/errors'

/** What signing can refuse by throwing; refusals of a form are returned values. */
export const signingProblem = defineErrors({
  'signing.batch_unknown': [404, 'There is no such batch, or it is not yours.'],
  'signing.provider_unknown': [
    404,
    'No provider of that key is connected; see `/officer/signing/certificates`.',
  ],
  'signing.callback_refused': [
    403,
    'The call does not come from the provider: its proof of origin is missing or wrong.',
  ],
  'signing.no_signer': [
    409,
    'You have no account at that provider yet; add it under `/officer/signing/certificates`.',
  ],
  'signing.no_documents': [422, 'A batch has between 1 and 200 documents.'],
  'signing.document_not_waiting': [
    422,
    '`documents` names one that does not wait for your signature; list them again. Nothing was started.',
  ],
  'signing.already_signing': [
    409,
    'You are signing these documents already, or have signed them. Nothing was started.',
  ],
})
