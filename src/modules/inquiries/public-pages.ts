import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { listProcedureNames, searchWords, wordQuery } from '#modules/procedures'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { idPattern } from '#platform/ids'
import { foldForSearch } from '#platform/search-text'
import { inquiryMessages } from './messages.ts'
import { publicList, publicPage } from './public-view.ts'
import { findInquiry, type Inquiry } from './repository.ts'
import { listPublic } from './repository-lists.ts'
import { type AboutProcedure, publicUrl } from './view.ts'

const pageSize = 30
export const uuid = Type.String({ pattern: idPattern })
export const withId = Type.Object({ id: uuid })
const querystring = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 200 })),
  after: Type.Optional(uuid),
})

/** `/questions`: questions and answers that everybody may read. */
export const publicInquiryPages =
  ({ db }: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const config = { permission: 'inquiries.read_public' } as const
    app.get(publicUrl, { config, schema: { hide: true, querystring } }, async (request, reply) => {
      const language = languageOf(request)
      const { q = '', after = null } = request.query
      const text = q.trim()
      const sought = searchWords(foldForSearch(text))
      const words = sought.length > 0 ? wordQuery(sought) : null
      const isNothing = text !== '' && words === null
      const found = isNothing ? [] : await listPublic(db, { words, after, limit: pageSize + 1 })
      const inquiries = found.slice(0, pageSize)
      const next = found.length > pageSize ? (inquiries.at(-1)?.id ?? null) : null
      const main = publicList({ inquiries, text, next, isFirst: after === null }, language)
      return sendPage(
        reply,
        frame(request, { title: inquiryMessages(language).title, main, current: 'questions' }),
      )
    })

    app.get(`${publicUrl}/:id`, { config, schema: { hide: true, params: withId } }, async (request, reply) => {
      const language = languageOf(request)
      const inquiry = await findInquiry(db, request.params.id)
      if (!inquiry?.reply?.isPublic) throw requestProblem('request.not_found')
      const main = publicPage({ inquiry, procedure: await findAbout(db, inquiry, language) }, language)
      return sendPage(reply, frame(request, { title: inquiry.title, main, current: 'questions' }))
    })
  }

/** The procedure that a question is about; null: none was said. */
export async function findAbout(
  db: Db,
  { procedureCode: code }: Pick<Inquiry, 'procedureCode'>,
  language: Language,
): Promise<AboutProcedure | null> {
  if (!code) return null
  const names = await listProcedureNames(db, [code], language)
  return { code, name: names.get(code) ?? null }
}
