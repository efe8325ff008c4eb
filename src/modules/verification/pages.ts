import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import type { Context } from '#platform/context'
import { AppError } from '#platform/errors'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { readReference } from '#platform/ids'
import { judgeContent } from './judge-file.ts'
import { messages } from './messages.ts'
import type { IssuedDocuments, Trust } from './ports.ts'
import { receiveFile } from './receive-file.ts'
import { explainProblem, type VerifyPage, verifyPage } from './verify-view.ts'

const config = { permission: 'verification.verify' } as const
const byCode = { schema: { hide: true, params: Type.Object({ code: Type.String({ maxLength: 60 }) }) } }
const asking = {
  schema: { hide: true, querystring: Type.Object({ code: Type.Optional(Type.String({ maxLength: 60 })) }) },
}

/** `/verify`: whether a document is genuine, by the code printed on it or by its file; for anybody. */
export const verifyPages =
  (context: Context, frame: Frame, trust: Trust, issued: IssuedDocuments): FastifyPluginAsyncTypebox =>
  async (app) => {
    const show = (request: FastifyRequest, reply: FastifyReply, page: Partial<VerifyPage>, status = 200) => {
      const language = languageOf(request)
      const shown = { typed: '', found: null, checked: null, problem: null, ...page }
      const main = verifyPage(shown, context.config.UPLOAD_MAX_BYTES, language)
      const title = messages(language).title
      return sendPage(
        reply.header('x-robots-tag', 'noindex'),
        frame(request, { title, main, current: 'verify' }),
        status,
      )
    }

    app.get('/verify', { config, ...asking }, async (request, reply) => {
      const typed = (request.query.code ?? '').trim()
      if (typed === '') return show(request, reply, {})
      const code = readReference(typed)
      if (!code) return show(request, reply, { typed, problem: { field: 'code', code: 'not_a_code' } }, 422)
      return await reply.redirect(`/verify/${code}`, 303)
    })

    app.get('/verify/:code', { config, ...byCode }, async (request, reply) => {
      const typed = request.params.code
      const code = readReference(typed)
      const found = code ? await issued.findByCode(code) : null
      const problem = { field: 'code', code: code ? 'unknown' : 'not_a_code' } as const
      return found
        ? show(request, reply, { typed, found })
        : show(request, reply, { typed: code ?? typed, problem }, 404)
    })

    app.post('/verify', { config, schema: { hide: true } }, async (request, reply) => {
      try {
        const { name, content } = await receiveFile(context, request)
        const report = await judgeContent(context, content, trust)
        const found = await issued.findByContent(report.sha256)
        return show(request, reply, { found, checked: { name, report } })
      } catch (error) {
        const problem = error instanceof AppError ? explainProblem(error.code) : null
        if (!(problem && error instanceof AppError)) throw error
        return show(request, reply, { problem }, error.status)
      }
    })
  }
