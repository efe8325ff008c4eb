import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { appendAudit } from '#modules/audit'
import { officerOf } from '#modules/identity'
import {
  acceptCallback,
  cancelBatch,
  getOwnBatch,
  hasEnded,
  listDocuments,
  listEvidence,
  listTransactions,
  retryBatch,
} from '#modules/signing'
import { requestProblem } from '#platform/errors'
import { contentSecurityPolicy } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { batchPage } from './batch-view.ts'
import { type SigningDesk, show } from './desk.ts'
import { signingMessages } from './messages.ts'
import { batchUrl, signingUrl } from './sign-view.ts'

const id = Type.String({ format: 'uuid' })
const params = Type.Object({ id })
const querystring = Type.Object({ done: Type.Optional(Type.String({ maxLength: 10 })) })
const refreshSeconds = 5
// The signing program of the officer's own computer listens there.
const withProgram = contentSecurityPolicy.replace(
  "connect-src 'self'",
  "connect-src 'self' wss://127.0.0.1:8987",
)
const guarded = { config: { permission: 'signing.sign' } } as const
const url = `${signingUrl}/batches/:id`
const acting = { ...guarded, schema: { hide: true, params } }

/** `/officer/signing/batches/:id`: how a batch stands, and what an officer can do about it. */
export const batchPages =
  (desk: SigningDesk): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { context, world } = desk
    await app.register(documentPages(desk))
    await app.register(pluginPages(desk))

    app.get(url, { ...guarded, schema: { hide: true, params, querystring } }, async (request, reply) => {
      const batch = await getOwnBatch(context, officerOf(request), request.params.id)
      const language = languageOf(request)
      const [documents, transactions, evidence] = await Promise.all([
        listDocuments(context.db, batch.id),
        listTransactions(context.db, batch.id),
        listEvidence(context.db, batch.id),
      ])
      const provider = world.outside.providers.find(({ key }) => key === batch.provider)
      const main = batchPage(
        {
          ...{ batch, documents, transactions, evidence },
          providerName: provider?.name ?? batch.provider,
          stamps: world.outside.timestamps !== null,
          throughPage: provider?.throughPage === true,
          wasDone: request.query.done === '1',
        },
        language,
      )
      const isRunning = documents.some(({ state }) => !hasEnded(state))
      if (provider?.throughPage) reply.header('content-security-policy', withProgram)
      const title = signingMessages(language).batch
      return show(desk, request, reply, { title, main, ...(isRunning && { refreshSeconds }) })
    })

    app.post(`${url}/cancel`, acting, async (request, reply) => {
      await cancelBatch(context, officerOf(request), request.params.id)
      return await reply.redirect(batchUrl(request.params.id), 303)
    })

    app.post(`${url}/retry`, acting, async (request, reply) => {
      const started = await retryBatch(context, officerOf(request), request.params.id)
      const address = started.ok ? batchUrl(started.batchId) : `${batchUrl(request.params.id)}?done=1`
      return await reply.redirect(address, 303)
    })
  }

/** The signed documents, each reading on record. */
const documentPages =
  ({ context }: SigningDesk): FastifyPluginAsyncTypebox =>
  async (app) => {
    const reading = { ...guarded, schema: { hide: true, params: Type.Object({ id, document: id }) } }
    app.get(`${url}/documents/:document/signed.pdf`, reading, async (request, reply) => {
      const officer = officerOf(request)
      const batch = await getOwnBatch(context, officer, request.params.id)
      const documents = await listDocuments(context.db, batch.id)
      const document = documents.find((one) => one.id === request.params.document)
      const sha256 = document?.signedSha256
      if (!document || !sha256 || !(await context.files.has(sha256))) throw requestProblem('request.not_found')
      await context.db.transaction().execute((tx) =>
        appendAudit(tx, {
          at: context.clock.now(),
          actor: officer,
          action: 'signing.read_document',
          subjectKind: 'signing_document',
          subjectId: document.id,
          detail: { sha256 },
        }),
      )
      return await reply
        .type('application/pdf')
        .header('content-length', await context.files.sizeOf(sha256))
        .header('cache-control', 'private, no-store')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(document.name)}`)
        .send(context.files.read(sha256))
    })
  }

/** What the page carries to the signing program of the officer's computer, and brings back. */
const pluginPages =
  ({ context, world }: SigningDesk): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(`${url}/plugin`, acting, async (request) => {
      const batch = await getOwnBatch(context, officerOf(request), request.params.id)
      const transactions = await listTransactions(context.db, batch.id)
      const documents = await listDocuments(context.db, batch.id)
      const open = transactions.filter(({ state }) => state === 'pending')
      return {
        transactions: open.map((transaction) => ({
          transactionId: transaction.providerTransaction,
          certificateId: batch.certificateId,
          documents: documents
            .filter(({ transactionId }) => transactionId === transaction.id)
            .map(({ id: documentId, name, hash }) => ({
              documentId,
              name,
              sha256: Buffer.from(hash ?? []).toString('hex'),
            })),
        })),
      }
    })

    const bringing = {
      ...guarded,
      schema: { hide: true, params, body: Type.Object({}, { additionalProperties: true }) },
    }
    app.post(`${url}/plugin`, bringing, async (request, reply) => {
      const batch = await getOwnBatch(context, officerOf(request), request.params.id)
      const { headers, body } = request
      await acceptCallback(context, world.outside, batch.provider, { headers, body, batchId: batch.id })
      return await reply.status(202).send({})
    })
  }
