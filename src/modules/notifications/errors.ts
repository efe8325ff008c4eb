import { defineErrors } from '#platform/errors'

export const notificationsProblem = defineErrors({
  'notifications.unknown_carrier': [404, 'No carrier of messages of that name is connected.'],
  'notifications.report_refused': [
    401,
    'The report does not prove that it comes from the carrier, or cannot be read. Nothing was written.',
  ],
  'notifications.not_undelivered': [
    409,
    'There is no such message, it arrived, or somebody has already looked after it. Nothing was written.',
  ],
  'notifications.no_channel': [
    422,
    'The message cannot be sent over that channel: there is no address, or nobody carries it. Nothing was written.',
  ],
  'notifications.sent_too_often': [
    429,
    'The message was sent again as often as it may be. Nothing was written; call the person by telephone.',
  ],
})
