import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import { acceptedTypes } from '#modules/inspections'
import { keyHeader, sendOnce } from '#modules/repeats'
import type { Context } from '#platform/context'
import { idPattern } from '#platform/ids'
import { papersProblem } from './errors.ts'
import { discardOnFailure, stageForm } from './receive-form.ts'
import { keepPapers, type StagedPaper } from './receive-paper.ts'
import { listPapers } from './repository.ts'
import type { StoredPaper } from './rules/paper.ts'
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
            description:
              'Sent again under the same key, with the same names and contents in the same order, it answers the same papers.',
            tags: ['papers'],
            headers: keyHeader,
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
            return await keepOnce(context, request, passed)
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

/** What was sent is known by names and hashes. Of a repeat nothing is kept but what was kept then. */
async function keepOnce(
  context: Context,
  { method, url, headers, actor }: Omit<Parameters<typeof sendOnce>[1], 'body'>,
  passed: readonly StagedPaper[],
): Promise<StoredPaper[]> {
  const body = passed.map(({ name, file, sentSha256 }) => [name, sentSha256 ?? file.sha256])
  let made: StoredPaper[] | null = null
  const ids = await sendOnce(context, { method, url, headers, actor, body }, async (inside) => {
    made = await keepPapers(inside, passed, actor)
    return made.map(({ id }) => id)
  })
  if (made) return made
  for (const { file } of passed) await file.discard()
  const kept = await listPapers(context.db, ids)
  return ids.flatMap((id) => kept.find((paper) => paper.id === id) ?? [])
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
