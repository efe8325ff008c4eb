import { defineErrors } from '#platform/errors'

export const topicProblem = defineErrors({
  'topics.client_refused': [
    401,
    'Take a token at `/api/v1/exchange/token` with the key of your system, and send it as a bearer token.',
  ],
  'topics.sandbox_key': [
    403,
    'A sandbox key opens the sandbox of its offering and nothing else; take a token with the ordinary key of your system.',
  ],
  'topics.topic_unknown': [
    404,
    'There is no such topic, or your system has no right of today to do this with it; our administrator grants it.',
  ],
  'topics.topic_withdrawn': [
    409,
    'Nothing new is taken on this topic any more; what was published is still read.',
  ],
  'topics.message_differs': [
    409,
    'Other events were published under these ids before: `messageIds`. Nothing of this batch was taken; a new event has a new id.',
  ],
})
