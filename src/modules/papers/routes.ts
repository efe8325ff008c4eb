import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import { acceptedTypes } from '#modules/inspections'
import type { Context } from '#platform/context'
import { idPattern } from '#platform/ids'
import { papersProblem } from './errors.ts'
import { discardOnFailure, stageForm } from './receive-form.ts'
import { keepPapers } from './receive-paper.ts'
import { type MayReadPaper, sendPaper } from './send-paper.ts'

const params = Type.Object({ id: Type.String({ pattern: idPattern }) })
/** A paper that was kept, as the API answers it. */
export const storedPaperSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  mediaType: Type.String(),
  sizeBytes: Type.Integer(),
  sha256: Type.String(),
  origin: Type.String(),
})
const uploaded = Type.Object({ files: Type.Array(storedPaperSchema) })

/**
 * The JSON API. `POST /files` takes one or more files as multipart/form-data and answers what was kept, with hashes:
 * all of them, or none. `GET /files/:id` downloads one.
 */
export const paperRoutes =
  (mayReadPaper: MayReadPaper) =>
  (context: Context): FastifyPluginAsync => {
    const routes: FastifyPluginAsyncTypebox = async (app) => {
      app.post(
        '/files',
        {
          config: { permission: 'papers.upload' },
          schema: {
            summary: 'Send files; all of them are kept, or none',
            tags: ['papers'],
            consumes: ['multipart/form-data'],
            response: { 201: uploaded },
          },
        },
        async (request, reply) => {
          if (!request.isMultipart()) throw papersProblem('papers.no_file')
          const { staged } = await stageForm(context, request)
          const passed = staged.flatMap(({ outcome }) => (outcome.ok ? [outcome] : []))
          const files = await discardOnFailure(passed, async () => {
            refuseAll(staged)
            return await keepPapers(context, passed, request.actor)
          })
          return reply.status(201).send({ files })
        },
      )
      app.get(
        '/files/:id',
        {
          config: { permission: 'papers.read' },
          schema: { summary: 'Download a file', tags: ['papers'], params },
        },
        (request, reply) => sendPaper(context, mayReadPaper, request, reply, 'attachment'),
      )
    }
    return routes as FastifyPluginAsync
  }

/** One refused file refuses the request: a program sends it again whole. `file` counts from 1. */
function refuseAll(staged: Awaited<ReturnType<typeof stageForm>>['staged']): void {
  if (staged.length === 0) throw papersProblem('papers.no_file')
  staged.forEach(({ outcome, field }, index) => {
    if (outcome.ok) return
    const { name: _, ...numbers } = outcome.detail
    const accepted = Object.keys(acceptedTypes)
    throw papersProblem(`papers.${outcome.code}`, { file: index + 1, field, accepted, ...numbers })
  })
}
