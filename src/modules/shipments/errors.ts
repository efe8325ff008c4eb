import { defineErrors } from '#platform/errors'

export const shipmentsProblem = defineErrors({
  'shipments.report_refused': [
    401,
    'The report does not prove that it comes from the post, or cannot be read. Nothing was written.',
  ],
  'shipments.not_now': [
    409,
    'The post cannot be ordered for this dossier now, or an order is already on its way. Nothing was written.',
  ],
})
