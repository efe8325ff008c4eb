import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { findPaper } from '#modules/papers'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { isId } from '#platform/ids'
import { beginUpload } from './begin-upload.ts'
import { uploadsProblem } from './errors.ts'
import { finishUpload } from './finish-upload.ts'
import { isDiskFull } from './is-disk-full.ts'
import { idHeader, openUploads, type Uploads } from './open-uploads.ts'
import { findUpload, removeUpload } from './repository.ts'

const config = { permission: 'papers.upload' } as const
const params = Type.Object({ id: Type.String() })
const pieces = 'application/offset+octet-stream'

const summaryOf = (summary: string) => ({ config, schema: { summary, tags: ['papers'] } })
const oneOf = (summary: string) => ({ config, schema: { summary, tags: ['papers'], params } })

type AtUpload = FastifyRequest<{ Params: { id: string } }>

/**
 * Files in pieces over links that break (tus 1.0: creation, termination, expiration). Whoever began an upload goes on with
 * it from any network and session; the answer to the last piece names the paper (`Upload-Paper`). The id of an upload is
 * that of its paper, so that a lost answer loses nothing.
 */
export const uploadRoutes = (context: Context): FastifyPluginAsync => {
  let opened: Promise<Uploads> | undefined
  const open = () => {
    opened ??= openUploads(context)
    return opened
  }
  const routes: FastifyPluginAsyncTypebox = async (app) => {
    app.addContentTypeParser(pieces, (_request, _payload, done) => done(null))

    app.options('/uploads', summaryOf('What this address takes of the protocol tus'), async (request, reply) =>
      pass(await open(), request, reply),
    )

    app.post('/uploads', summaryOf('Begin to send a file in pieces'), async (request, reply) => {
      const id = await beginUpload(context, request.actor, request.headers)
      const answer = await ask(await open(), request, { id })
      if (answer.status >= 300) await removeUpload(context.db, id)
      return await finishIfWhole(context, await open(), { request, reply, id, answer })
    })

    app.head('/uploads/:id', oneOf('How much of a file has arrived'), async (request, reply) => {
      const { id } = request.params
      if (!(await isOpen(context, request))) return await sendFinished(context, request, reply)
      return await finishIfWhole(context, await open(), {
        request,
        reply,
        id,
        answer: await ask(await open(), request),
      })
    })

    app.patch('/uploads/:id', oneOf('Send the next piece'), async (request, reply) => {
      const { id } = request.params
      if (!(await isOpen(context, request))) throw uploadsProblem('uploads.not_found')
      return await finishIfWhole(context, await open(), {
        request,
        reply,
        id,
        answer: await ask(await open(), request),
      })
    })

    app.delete('/uploads/:id', oneOf('Give up a file that has not arrived whole'), async (request, reply) => {
      if (!(await isOpen(context, request))) throw uploadsProblem('uploads.not_found')
      return await pass(await open(), request, reply)
    })
  }
  return routes as FastifyPluginAsync
}

/** Whether the upload is still arriving. Somebody else's does not exist. */
async function isOpen({ db }: Context, { actor, params }: AtUpload): Promise<boolean> {
  const upload = isId(params.id) ? await findUpload(db, params.id) : null
  return upload !== null && actor.kind !== 'nobody' && upload.accountId === actor.accountId
}

/** Asks the protocol's own server. `id`: of the upload that begins. */
async function ask(
  { server }: Uploads,
  request: FastifyRequest,
  { id }: { id?: string } = {},
): Promise<Response> {
  const { method, raw } = request
  const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  if (id === undefined) headers.delete(idHeader)
  else headers.set(idHeader, id)
  const url = new URL(request.url, 'http://uploads.invalid')
  url.search = ''
  const carries = request.headers['content-type'] === pieces
  const body = carries ? { body: Readable.toWeb(raw) as ReadableStream, duplex: 'half' as const } : {}
  return await server.handleWeb(new Request(url, { method, headers, ...body }))
}

async function send(answer: Response, reply: FastifyReply): Promise<FastifyReply> {
  reply.status(answer.status).header('cache-control', 'no-store')
  for (const [name, value] of answer.headers)
    if (!/^(access-control|content)-/.test(name)) reply.header(name, value)
  return reply.send(await answer.text())
}

const pass = async (uploads: Uploads, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
  await send(await ask(uploads, request), reply)

type Exchange = Readonly<{ request: FastifyRequest; reply: FastifyReply; id: string; answer: Response }>

/** Passes the protocol's answer on; with the last piece the upload becomes a paper, and the answer names it. */
async function finishIfWhole(
  context: Context,
  uploads: Uploads,
  { request, reply, id, answer }: Exchange,
): Promise<FastifyReply> {
  if (answer.status >= 500 && (await isDiskFull(uploads.folder))) throw requestProblem('no_space')
  if (answer.status >= 300) return await send(answer, reply)
  const upload = await uploads.store.getUpload(id)
  if (upload.offset === upload.size) {
    const paper = await finishUpload(context, uploads, id, request.actor)
    reply.header('upload-paper', paper.id)
  }
  return await send(answer, reply)
}

/** An upload whose last answer got lost: it is a paper now. */
async function sendFinished(
  { db }: Context,
  { actor, params }: AtUpload,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const paper = isId(params.id) ? await findPaper(db, params.id) : null
  if (!paper || actor.kind === 'nobody' || paper.receivedBy !== actor.accountId)
    throw uploadsProblem('uploads.not_found')
  return reply
    .headers({ 'tus-resumable': '1.0.0', 'cache-control': 'no-store', 'upload-paper': paper.id })
    .headers({ 'upload-offset': String(paper.sizeBytes), 'upload-length': String(paper.sizeBytes) })
    .send()
}
