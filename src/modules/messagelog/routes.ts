import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import type { TimestampAuthority } from '#modules/signing'
import type { Context } from '#platform/context'
import { exportPackage } from './export-package.ts'
import { listNewest, type SignedEntry } from './repository.ts'
import { writeInstant } from './rules/entry-text.ts'
import { listPublicKeys } from './signing-key.ts'

const tags = ['exchange']
const pageSize = 50
const message = Type.Object({
  id: Type.String(),
  number: Type.Integer(),
  messageId: Type.String(),
  direction: Type.String(),
  kind: Type.String(),
  client: Type.String(),
  target: Type.String(),
  body: Type.Object({ sha256: Type.String(), sizeBytes: Type.Integer(), kept: Type.Boolean() }),
  at: Type.String({ format: 'date-time' }),
})
const key = Type.Object({
  keyId: Type.String(),
  algorithm: Type.String(),
  publicKeyPem: Type.String(),
  madeAt: Type.String({ format: 'date-time' }),
})
const querystring = Type.Object({
  messageId: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
  cursor: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
  limit: Type.Integer({ minimum: 1, maximum: 200, default: pageSize }),
})

const toMessage = ({ id, number, messageId, direction, kind, client, target, body, at }: SignedEntry) => ({
  ...{ id, number, messageId, direction, kind, client, target, at: writeInstant(at) },
  body: { sha256: body.sha256, sizeBytes: body.sizeBytes, kept: body.kept },
})

/** The JSON API of the message log: what passed, one message with its proof, and the keys for everybody. */
export const messagelogRoutes =
  (timestamps: TimestampAuthority | null) =>
  (context: Context): FastifyPluginAsync => {
    const routes: FastifyPluginAsyncTypebox = async (app) => {
      app.get(
        '/exchange/messages',
        {
          config: { permission: 'messagelog.read' },
          schema: {
            summary:
              'Messages of the platform, the newest first; a message id names a request and its response',
            tags,
            querystring,
            response: {
              200: Type.Object({
                messages: Type.Array(message),
                nextCursor: Type.Union([Type.Integer(), Type.Null()]),
              }),
            },
          },
        },
        async ({ query: { messageId = null, cursor = null, limit } }) => {
          const found = await listNewest(context.db, { before: cursor, messageId, limit: limit + 1 })
          const messages = found.slice(0, limit).map(toMessage)
          const nextCursor = found.length > limit ? (messages.at(-1)?.number ?? null) : null
          return { messages, nextCursor }
        },
      )
      app.get(
        '/exchange/messages/:id/package',
        {
          config: { permission: 'messagelog.read' },
          schema: {
            summary:
              'One message with all that proves it; `bin/motcua exchange verify` judges the file anywhere',
            tags,
            params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 300 }) }),
          },
        },
        async (request, reply) => {
          const { params, actor } = request
          const content = await exportPackage(context, params.id, { timestamps, actor })
          const name = params.id.replaceAll(/[^A-Za-z0-9._-]/g, '_')
          return await reply
            .type('application/json; charset=utf-8')
            .header('content-disposition', `attachment; filename="message-${name}.json"`)
            .header('cache-control', 'private, no-store')
            .send(content)
        },
      )
      app.get(
        '/exchange/keys',
        {
          config: { permission: 'messagelog.read_keys' },
          schema: {
            summary: 'The public keys that messages of this installation are signed with',
            tags,
            response: { 200: Type.Object({ keys: Type.Array(key) }) },
          },
        },
        async () => ({ keys: [...(await listPublicKeys(context.db))] }),
      )
    }
    return routes as FastifyPluginAsync
  }
