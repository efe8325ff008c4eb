import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { type CalendarFollowers, listRevisions, localDay } from '#modules/calendar'
import type { Context } from '#platform/context'
import type { Html } from '#platform/html'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { adminYearView } from './admin-year-view.ts'
import { changePages } from './change-pages.ts'
import { loadYear, yearSchema } from './load-year.ts'
import { calendarMessages } from './messages.ts'
import { recountsView } from './recounts-view.ts'

const guarded = { config: { permission: 'calendar.manage' } } as const
const revisionsPerPage = 20
const version = Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 }))
const querystring = Type.Object({ before: version, saved: version })

export type CalendarPagesOptions = Readonly<{ frame: Frame; followers: CalendarFollowers }>

/** `/admin/calendar`: the year, what was decided, the forms of change with their preview, and the counting after. */
export const calendarPages =
  (context: Context, { frame, followers }: CalendarPagesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get('/admin/calendar', { ...guarded, schema: { querystring } }, (request, reply) =>
      showYear(request, reply, localDay(context.clock.now()).year, request.query),
    )
    const params = Type.Object({ year: yearSchema })
    app.get('/admin/calendar/:year', { ...guarded, schema: { params, querystring } }, (request, reply) =>
      showYear(request, reply, request.params.year, request.query),
    )
    const ofVersion = Type.Object({ version })
    app.get(
      '/admin/calendar/recounts',
      { ...guarded, schema: { querystring: ofVersion } },
      async (request, reply) => {
        const language = languageOf(request)
        const recounts = await followers.progress(context.db)
        return show(request, reply, recountsView({ recounts, version: request.query.version, language }))
      },
    )
    await app.register(changePages(context, { followers, show }))

    async function showYear(
      request: FastifyRequest,
      reply: FastifyReply,
      year: number,
      { before, saved }: Readonly<{ before?: number; saved?: number }>,
    ): Promise<FastifyReply> {
      const [view, found] = await Promise.all([
        loadYear(context, year, languageOf(request)),
        listRevisions(context.db, { before, limit: revisionsPerPage + 1 }),
      ])
      const revisions = found.slice(0, revisionsPerPage)
      const next = found.length > revisionsPerPage ? (revisions.at(-1)?.version ?? null) : null
      const isFirst = before === undefined
      return show(request, reply, adminYearView({ ...view, revisions, next, isFirst, saved }))
    }

    function show(request: FastifyRequest, reply: FastifyReply, main: Html, status = 200): FastifyReply {
      const { title } = calendarMessages(languageOf(request))
      return sendPage(reply, frame(request, { title, current: 'calendar', main }), status)
    }
  }
