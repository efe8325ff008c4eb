import { Type } from 'typebox'
import { literals, nextCursor, orNull, paging } from '#platform/schema-parts'

const closed = { additionalProperties: false } as const

const instant = Type.String({ description: 'RFC 3339 with offset' })
const id = Type.String({ format: 'uuid' })
const headers = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({ minLength: 8, maxLength: 120, description: 'The same key starts one batch' }),
  ),
})
const about = {
  subjectKind: Type.String({ minLength: 1, maxLength: 60 }),
  subjectId: Type.String({ minLength: 1, maxLength: 120 }),
}
const head = {
  id,
  provider: Type.String(),
  certificateId: Type.String(),
  reason: Type.String(),
  startedAt: instant,
  cancelledAt: orNull(instant),
  total: Type.Integer(),
  signed: Type.Integer(),
  ended: Type.Integer({ description: 'Documents that will not change by themselves any more' }),
}
const batch = Type.Object({
  ...head,
  documents: Type.Array(
    Type.Object({
      id,
      ...about,
      name: Type.String(),
      state: literals(['waiting', 'signing', 'signed', 'refused', 'expired', 'failed', 'cancelled']),
      code: orNull(Type.String({ description: 'Why it was not signed' })),
      level: orNull(literals(['B-B', 'B-T', 'B-LT', 'B-LTA'])),
      contentSha256: Type.String(),
      signedSha256: orNull(Type.String()),
      signedAt: orNull(instant),
    }),
    { maxItems: 200 },
  ),
})

const tags = ['signing']

/** What each route takes and answers; the API description is made of these. */
export const schemas = {
  start: {
    summary: 'Sign documents that wait for your signature, with one confirmation at the provider',
    tags,
    headers,
    body: Type.Object(
      {
        provider: Type.String({ minLength: 1, maxLength: 40 }),
        certificateId: Type.String({ minLength: 1, maxLength: 200 }),
        reason: Type.String({
          minLength: 1,
          maxLength: 200,
          description: 'Shown on the telephone of who signs',
        }),
        documents: Type.Array(Type.Object(about, closed), { minItems: 1, maxItems: 200 }),
      },
      closed,
    ),
    response: { 201: batch },
  },
  list: {
    summary: 'List your batches, newest first',
    tags,
    querystring: Type.Object(paging(100, 40, { format: 'uuid' })),
    response: {
      200: Type.Object({ batches: Type.Array(Type.Object(head), { maxItems: 100 }), nextCursor }),
    },
  },
  read: {
    summary: 'Read one of your batches, and how each document stands',
    tags,
    params: Type.Object({ id }),
    response: { 200: batch },
  },
  callback: {
    summary: 'Where a signing provider reports; its own proof of origin is checked',
    tags,
    params: Type.Object({ provider: Type.String({ minLength: 1, maxLength: 40 }) }),
    body: Type.Object({}, { additionalProperties: true, description: 'As the provider writes it' }),
    response: { 202: Type.Object({}) },
  },
} as const
