import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { officerOf } from '#modules/identity'
import {
  acceptCallback,
  type Batch,
  calculateProgress,
  chooseDocuments,
  getOwnBatch,
  listBatches,
  listDocuments,
  type SigningDocument,
  type SigningWorld,
  signingProblem,
  startBatch,
} from '#modules/signing'
import type { Context } from '#platform/context'
import { schemas } from './route-schemas.ts'

/** The JSON API of signing, under `/api/v1`, and where providers call back. */
export const signingRoutes =
  (context: Context, { outside, toSign }: SigningWorld): FastifyPluginAsyncTypebox =>
  async (app) => {
    const starting = { schema: schemas.start, config: { permission: 'signing.sign' } } as const
    app.post('/signing/batches', starting, async (request, reply) => {
      const officer = officerOf(request)
      const { documents: wanted, ...rest } = request.body
      const documents = chooseDocuments(await toSign(context, officer), wanted)
      if (!documents) throw signingProblem('signing.document_not_waiting')
      const key = request.headers['idempotency-key'] ?? null
      const started = await startBatch(context, officer, { ...rest, documents }, key)
      if (!started.ok) throw signingProblem(`signing.${started.code}`)
      const batch = await getOwnBatch(context, officer, started.batchId)
      return reply.status(201).send(toBody(batch, await listDocuments(context.db, batch.id)))
    })

    const listing = { schema: schemas.list, config: { permission: 'signing.sign' } } as const
    app.get('/signing/batches', listing, async (request) => {
      const { cursor: before, limit } = request.query
      const found = await listBatches(context.db, officerOf(request).accountId, { before, limit: limit + 1 })
      const batches = found.slice(0, limit)
      return {
        batches: batches.map(({ total, signed, ended, ...batch }) => ({
          ...headOf(batch),
          total,
          signed,
          ended,
        })),
        nextCursor: found.length > limit ? (batches.at(-1)?.id ?? null) : null,
      }
    })

    const reading = { schema: schemas.read, config: { permission: 'signing.sign' } } as const
    app.get('/signing/batches/:id', reading, async (request) => {
      const batch = await getOwnBatch(context, officerOf(request), request.params.id)
      return toBody(batch, await listDocuments(context.db, batch.id))
    })

    const calling = { schema: schemas.callback, config: { permission: 'signing.call_back' } } as const
    app.post('/signing/callbacks/:provider', calling, async ({ params, headers, body }, reply) => {
      await acceptCallback(context, outside, params.provider, { headers, body })
      return reply.status(202).send({})
    })
  }

const headOf = (batch: Batch) => ({
  id: batch.id,
  provider: batch.provider,
  certificateId: batch.certificateId,
  reason: batch.reason,
  startedAt: batch.startedAt.toString(),
  cancelledAt: batch.cancelledAt?.toString() ?? null,
})

function toBody(batch: Batch, documents: readonly SigningDocument[]) {
  const { total, signed, ended } = calculateProgress(documents.map(({ state }) => state))
  return {
    ...headOf(batch),
    ...{ total, signed, ended },
    documents: documents.map((document) => ({
      id: document.id,
      subjectKind: document.subjectKind,
      subjectId: document.subjectId,
      name: document.name,
      state: document.state,
      code: document.code,
      level: document.level,
      contentSha256: document.contentSha256,
      signedSha256: document.signedSha256,
      signedAt: document.signedAt?.toString() ?? null,
    })),
  }
}
