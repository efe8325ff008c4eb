import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { citizenOf, takeParkedTexts } from '#modules/identity'
import { listAgencies } from '#modules/organisations'
import type { Context } from '#platform/context'
import { AppError, requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { type Asked, askInquiry } from './ask-inquiry.ts'
import { inquiryMessages } from './messages.ts'
import { type AskPage, askPage, ownList, ownPage } from './own-view.ts'
import { findAbout, uuid, withId } from './public-pages.ts'
import { readQuestion, type Typed } from './read-question.ts'
import { findInquiry } from './repository.ts'
import { listAskedBy } from './repository-lists.ts'
import { mostOpen } from './rules/inquiry.ts'
import { askUrl, ownUrl } from './view.ts'

const pageSize = 30
const part = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const listQuery = Type.Object({ after: Type.Optional(uuid), sent: part(10) })
const askQuery = Type.Object({ procedure: part(60) })
const body = Type.Object({
  ...{ key: part(100), title: part(2000), question: part(20_000) },
  ...{ agency: part(60), procedure: part(60) },
})
const config = { permission: 'inquiries.ask' } as const

/** `/my/questions`: what a person asked, and asking. */
export const ownInquiryPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db } = context
    app.get(ownUrl, { config, schema: { hide: true, querystring: listQuery } }, async (request, reply) => {
      const { after = null, sent } = request.query
      const found = await listAskedBy(db, citizenOf(request).accountId, { after, limit: pageSize + 1 })
      const inquiries = found.slice(0, pageSize)
      const next = found.length > pageSize ? (inquiries.at(-1)?.id ?? null) : null
      const language = languageOf(request)
      const main = ownList({ inquiries, isSent: sent === 'yes', next, isFirst: after === null }, language)
      return sendPage(
        reply,
        frame(request, { title: inquiryMessages(language).mine, main, current: 'questions' }),
      )
    })

    app.get(`${ownUrl}/:id`, { config, schema: { hide: true, params: withId } }, async (request, reply) => {
      const inquiry = await findInquiry(db, request.params.id)
      if (inquiry?.askedBy !== citizenOf(request).accountId) throw requestProblem('request.not_found')
      const language = languageOf(request)
      const main = ownPage({ inquiry, procedure: await findAbout(db, inquiry, language) }, language)
      return sendPage(reply, frame(request, { title: inquiry.title, main, current: 'questions' }))
    })

    app.get(askUrl, { config, schema: { hide: true, querystring: askQuery } }, async (request, reply) => {
      const parked = await takeParkedTexts(db, request)
      const text = inquiryMessages(languageOf(request)).typedBack
      const remark = parked && ({ tone: 'done', text } as const)
      return await show(request, reply, { typed: parked ?? { procedure: request.query.procedure }, remark })
    })

    app.post(askUrl, { config, schema: { hide: true, body } }, async (request, reply) => {
      const language = languageOf(request)
      const typed: Typed = request.body
      const { asked, problems } = readQuestion(typed, await listAgencies(db), language)
      if (problems.length > 0) return await show(request, reply, { typed, problems }, 422)
      const refused = await ask(asked, request)
      if (!refused) return await reply.redirect(`${ownUrl}?sent=yes`, 303)
      const remark = { tone: 'warn', text: inquiryMessages(language).tooMany(mostOpen) } as const
      return await show(request, reply, { typed, remark }, refused)
    })

    /** The status of why it is not taken; null: it is. */
    async function ask(asked: Asked, request: FastifyRequest): Promise<number | null> {
      try {
        await askInquiry(context, asked, citizenOf(request))
        return null
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'inquiries.too_many') throw error
        return error.status
      }
    }

    async function show(
      request: FastifyRequest,
      reply: FastifyReply,
      shown: Pick<AskPage, 'typed'> & Partial<AskPage>,
      status = 200,
    ): Promise<FastifyReply> {
      const language = languageOf(request)
      const procedure = await findAbout(db, { procedureCode: shown.typed.procedure || null }, language)
      const main = askPage(
        {
          ...{ problems: [], remark: null, agencies: await listAgencies(db) },
          ...{ procedure: procedure?.name ? procedure : null, key: shown.typed.key || randomUUID(), ...shown },
        },
        language,
      )
      return sendPage(
        reply,
        frame(request, { title: inquiryMessages(language).ask, main, current: 'questions' }),
        status,
      )
    }
  }
