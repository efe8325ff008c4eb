import { Type } from 'typebox'
import type { Json } from '#modules/events'
import { closedObject, literals } from '#platform/schema-parts'

const code = Type.String({ maxLength: 60, description: 'Code of the topic' })
const params = Type.Object({ code })
const text = (description: string) => Type.String({ description })
const position = (description: string) =>
  Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description })
const Payload = Type.Unsafe<Readonly<Record<string, Json>>>({
  type: 'object',
  additionalProperties: true,
  description: 'What happened, as the schema of the topic says; at most 64 KB, without personal data',
})

export const listing = {
  summary: 'List the topics of events that your system may read or publish on today',
  description: 'With a bearer token of `POST /api/v1/exchange/token`. A sandbox key is not enough.',
  tags: ['exchange'],
  response: {
    200: Type.Object({
      topics: Type.Array(
        Type.Object({
          code: Type.String(),
          title: Type.String(),
          summary: Type.String(),
          contact: text('Whom to ask about it'),
          schema: text('JSON Schema of the payload, as text'),
          state: literals(['in_force', 'withdrawn'], {
            description: 'withdrawn: nothing new is taken, what was published is still read',
          }),
          acts: Type.Array(literals(['subscribe', 'publish']), {
            description: 'What you may do with it today',
          }),
          last: position('The last position there is'),
          done: position('Up to where you said that all is done'),
        }),
      ),
    }),
  },
} as const

export const reading = {
  summary: 'Read the events of a topic, in order, after a position',
  description: `Told at least once, by position: 1, 2, 3 … without a hole; events of one key in the order in which they were published.
Asking \`after=N\` says that all up to N is done: keep \`next\` in the transaction in which you keep what you did, and ask with it.
To have events again, ask with an older \`after\`, or with \`from\`. \`from\` says nothing is done: it may set you back, never forward.
Without either, what follows the last \`after\` comes, or what \`from\` set you back to.
An answer ends at \`limit\` events or about 4 MB. An empty one says that you have everything: ask again after some seconds.`,
  tags: ['exchange'],
  params,
  querystring: closedObject({
    after: Type.Optional(position('All up to this position is done; 0: from the first event on')),
    from: Type.Optional(
      Type.String({
        maxLength: 60,
        description:
          'Instead of `after`: begin with the first event that happened at this moment or later (ISO 8601 with an offset). Not a moment to come',
      }),
    ),
    limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
  }),
  response: {
    200: Type.Object({
      events: Type.Array(
        Type.Object({
          position: Type.Integer(),
          messageId: text('The same whenever this event comes again'),
          key: text('What it is about'),
          kind: Type.String(),
          at: text('When it happened'),
          payload: Payload,
        }),
      ),
      next: position('Ask `after` this when all of these are done'),
      last: position('The last position there is'),
    }),
  },
} as const

export const publishing = {
  summary: 'Publish events on a topic',
  description: `All of them are taken, or none. An event that was published before under the same \`messageId\` with the same content is
accepted and not published again, so a batch may be sent until it is answered. Events of one key are told in the order of
publishing. A payload that does not fit the schema of the topic is refused with its place. What was published before is accepted
again also when the topic was withdrawn, or its schema changed, since. A body has at most 1 MB; a longer one is answered 413.`,
  tags: ['exchange'],
  params,
  body: closedObject({
    events: Type.Array(
      closedObject({
        messageId: Type.String({
          pattern: '^[\\x21-\\x7e]{1,64}$',
          description: 'Your own id of this event, on this topic; 1 to 64 visible characters of ASCII',
        }),
        key: Type.String({
          pattern: '^[\\x21-\\x7e]{1,200}$',
          description: 'What it is about; 1 to 200 visible characters of ASCII',
        }),
        kind: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9._-]{0,99}$', description: 'What happened' }),
        at: Type.String({ maxLength: 60, description: 'When it happened, ISO 8601 with an offset' }),
        payload: Payload,
      }),
      { minItems: 1, maxItems: 100 },
    ),
  }),
  response: {
    200: Type.Object({
      published: Type.Integer({ description: 'Published now' }),
      known: Type.Integer({ description: 'Published before, the very same' }),
    }),
  },
} as const
