import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { officerOf } from '#modules/identity'
import { listAgencies } from '#modules/organisations'
import { listProcedureNames } from '#modules/procedures'
import type { Context } from '#platform/context'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { inquiryMessages } from './messages.ts'
import { inquiryList } from './officer-view.ts'
import { uuid } from './public-pages.ts'
import { listAnswered, listOpen } from './repository-lists.ts'
import { officerUrl } from './view.ts'

const pageSize = 40
const querystring = Type.Object({
  state: Type.Optional(Type.String({ maxLength: 20 })),
  after: Type.Optional(uuid),
  /** The agency that a question was just handed on to. */
  to: Type.Optional(uuid),
})

/** `/officer/inquiries`: the questions that an agency has to answer, and those it answered. */
export const inquiryPages =
  ({ db }: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const config = { permission: 'inquiries.read' } as const
    app.get(officerUrl, { config, schema: { hide: true, querystring } }, async (request, reply) => {
      const language = languageOf(request)
      const { state, after = null, to } = request.query
      const isAnswered = state === 'answered'
      const officer = officerOf(request)
      const agencyId = officer.roles.includes('auditor') ? null : officer.agencyId
      const page = { agencyId, after, limit: pageSize + 1 }
      const found = await (isAnswered ? listAnswered(db, page) : listOpen(db, page))
      const inquiries = found.slice(0, pageSize)
      const next = found.length > pageSize ? (inquiries.at(-1)?.id ?? null) : null
      const codes = inquiries.flatMap(({ procedureCode }) => procedureCode ?? [])
      const [all, procedures] = await Promise.all([listAgencies(db), listProcedureNames(db, codes, language)])
      const agencies = new Map(all.map(({ id, name }) => [id, name]))
      const handedOn = agencies.get(to ?? '') ?? null
      const main = inquiryList(
        { inquiries, isAnswered, agencies, procedures, handedOn, next, isFirst: after === null },
        language,
      )
      return sendPage(
        reply,
        frame(request, { title: inquiryMessages(language).title, main, current: 'inquiries' }),
      )
    })
  }
