import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import type { Context } from '#platform/context'
import { isId } from '#platform/ids'
import { papersProblem } from './errors.ts'
import { type MayReadPaper, sendPaper } from './send-paper.ts'

/** `GET /papers/:id` shows a paper in the browser; `?download` saves it. */
export const paperPages =
  (mayReadPaper: MayReadPaper) =>
  (context: Context): FastifyPluginAsync => {
    const schema = {
      hide: true,
      params: Type.Object({ id: Type.String() }),
      querystring: Type.Object({ download: Type.Optional(Type.String()) }),
    }
    const routes: FastifyPluginAsyncTypebox = async (app) => {
      app.get('/papers/:id', { config: { permission: 'papers.read' }, schema }, (request, reply) => {
        if (!isId(request.params.id)) throw papersProblem('papers.not_found')
        const disposition = request.query.download === undefined ? 'inline' : 'attachment'
        return sendPaper(context, mayReadPaper, request, reply, disposition)
      })
    }
    return routes as FastifyPluginAsync
  }
