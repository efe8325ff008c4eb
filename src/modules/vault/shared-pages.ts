import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { sendContent } from '#modules/papers'
import type { Context } from '#platform/context'
import { AppError, requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { makeRateLimit } from '#platform/rate-limit'
import { messages } from './messages.ts'
import { openShare, openSharedFile } from './open-share.ts'
import { type Closed, closedPage, sharedPage } from './shared-page.ts'

const route = {
  config: { permission: 'vault.read_shared' },
  schema: { hide: true, params: Type.Object({ token: Type.String({ maxLength: 100 }) }) },
} as const

const most = 60
const windowMs = 60_000

/** `/shared/…`: what whoever has a link sees of one paper. Not for search engines, nor for who tries links. */
export const sharedPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const limit = makeRateLimit({ most, windowMs })

    app.addHook('onRequest', async ({ ip }, reply) => {
      reply.header('x-robots-tag', 'noindex, nofollow, noarchive').header('referrer-policy', 'no-referrer')
      const retryAfterSeconds = limit(ip)
      if (retryAfterSeconds === null) return
      reply.header('retry-after', retryAfterSeconds)
      throw requestProblem('request.too_many', { retryAfterSeconds })
    })

    app.get('/shared/:token', route, async (request, reply) => {
      const { token } = request.params
      try {
        const opened = await openShare(context, token, request.ip)
        const { state, isFileOpen } = opened
        if (state !== 'open') return close(request, reply, state)
        if (!isFileOpen) return close(request, reply, 'withdrawn')
        const language = languageOf(request)
        const main = sharedPage(opened, token, language)
        return sendPage(reply, frame(request, { title: messages(language).sharedTitle, main }))
      } catch (error) {
        return refuse(request, reply, error)
      }
    })

    app.get('/shared/:token/file', route, async (request, reply) => {
      try {
        const paper = await openSharedFile(context, request.params.token, request.ip)
        return sendContent(context, paper, reply, 'inline')
      } catch (error) {
        return refuse(request, reply, error)
      }
    })

    function refuse(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
      if (!(error instanceof AppError)) throw error
      if (error.code === 'vault.not_found') return close(request, reply, 'unknown')
      if (error.code !== 'vault.share_closed') throw error
      return close(request, reply, error.detail.state as Closed)
    }

    function close(request: FastifyRequest, reply: FastifyReply, closed: Closed): FastifyReply {
      const language = languageOf(request)
      const main = closedPage(closed, language)
      const status = closed === 'unknown' ? 404 : 410
      return sendPage(reply, frame(request, { title: messages(language).closedTitle, main }), status)
    }
  }
