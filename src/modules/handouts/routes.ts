import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import { appendAudit } from '#modules/audit'
import { findPaper, sendContent } from '#modules/papers'
import type { Context } from '#platform/context'
import { idPattern } from '#platform/ids'
import { handoutsProblem } from './errors.ts'
import { type Handout, judgeLink } from './signed-link.ts'

const schema = {
  summary: 'Fetch a paper by a link that was signed here',
  tags: ['papers'],
  params: Type.Object({ id: Type.String({ pattern: idPattern }) }),
  querystring: Type.Object({
    to: Type.String({ maxLength: 100 }),
    for: Type.Union([Type.Literal('dossier'), Type.Literal('result')]),
    until: Type.String({ maxLength: 40 }),
    mac: Type.String({ maxLength: 100 }),
  }),
}

/** `GET /handouts/:id`: the content of a paper for the system that the link was made for; on record before the first byte. */
export const handoutRoutes = (context: Context): FastifyPluginAsync => {
  const routes: FastifyPluginAsyncTypebox = async (app) => {
    app.get('/handouts/:id', { config: { permission: 'handouts.fetch' }, schema }, async (request, reply) => {
      const { to, for: purpose, until, mac } = request.query
      const handout: Handout = { paperId: request.params.id, system: to, purpose, until }
      const judged = judgeLink(context.secret, handout, mac, context.clock.now())
      if (judged === 'foreign') throw handoutsProblem('handouts.not_found')
      await note(context, handout, judged === 'valid')
      if (judged === 'ended') throw handoutsProblem('handouts.over')
      const paper = await findPaper(context.db, handout.paperId)
      if (!paper) throw handoutsProblem('handouts.not_found')
      const digest = Buffer.from(paper.sha256, 'hex').toString('base64')
      return await sendContent(context, paper, reply.header('repr-digest', `sha-256=:${digest}:`), 'attachment')
    })
  }
  return routes as FastifyPluginAsync
}

/** Whoever held a link of ours asked: that is written down, also when it has ended. */
async function note({ db, clock }: Context, { paperId, system, purpose, until }: Handout, inTime: boolean) {
  await db.transaction().execute((tx) =>
    appendAudit(tx, {
      at: clock.now(),
      actor: { kind: 'system', fullName: system },
      action: 'handouts.fetch',
      subjectKind: 'paper',
      subjectId: paperId,
      detail: { purpose, until, inTime },
    }),
  )
}
