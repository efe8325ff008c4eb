import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import type { Context } from '#platform/context'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { readPlace } from '#platform/list-place'
import { loadOverdueAgencies, loadOverdueDossiers } from './load-overdue.ts'
import { messages } from './messages.ts'
import { overdueAgenciesPage, overdueDossiersPage } from './overdue-view.ts'

const pageSize = 50
const config = { permission: 'statistics.read_overdue' } as const
const params = Type.Object({ agencyCode: Type.String({ maxLength: 60 }) })
const querystring = Type.Object({ after: Type.Optional(Type.String({ maxLength: 200 })) })

/** `/overdue`, `/overdue/:agencyCode`: what is overdue, for everybody to see (NĐ 118/2025 Đ4: công khai, minh bạch). */
export const overduePages =
  (context: Context, { frame }: Readonly<{ frame: Frame }>): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get('/overdue', { config, schema: { hide: true } }, async (request, reply) => {
      const language = languageOf(request)
      const main = overdueAgenciesPage(await loadOverdueAgencies(context), language)
      const title = messages(language).overdueTitle
      return sendPage(reply, frame(request, { title, main, current: 'track' }))
    })

    const ofAgency = { config, schema: { hide: true, params, querystring } }
    app.get('/overdue/:agencyCode', ofAgency, async (request, reply) => {
      const language = languageOf(request)
      const after = readPlace(request.query.after)
      const late = await loadOverdueDossiers(context, { ...request.params, after, limit: pageSize })
      const main = overdueDossiersPage(late, { isFirst: !after, language })
      const title = messages(language).overdueOf(late.agency.name)
      return sendPage(reply, frame(request, { title, main, current: 'track' }))
    })
  }
