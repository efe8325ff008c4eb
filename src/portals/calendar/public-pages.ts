import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { localDay } from '#modules/calendar'
import type { Context } from '#platform/context'
import { html } from '#platform/html'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { loadYear, yearSchema } from './load-year.ts'
import { calendarMessages } from './messages.ts'
import { yearAtAGlance, yearLinks, yearParts } from './year-view.ts'

const guarded = { config: { permission: 'calendar.read' } } as const

/** `/calendar` and `/calendar/:year`: the calendar that due dates are counted by, for everybody. */
export const publicCalendarPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get('/calendar', guarded, (request, reply) => show(request, reply, localDay(context.clock.now()).year))
    const params = Type.Object({ year: yearSchema })
    app.get('/calendar/:year', { ...guarded, schema: { params } }, (request, reply) =>
      show(request, reply, request.params.year),
    )

    async function show(request: FastifyRequest, reply: FastifyReply, year: number): Promise<FastifyReply> {
      const language = languageOf(request)
      const say = calendarMessages(language)
      const view = await loadYear(context, year, language)
      const main = html`<h1>${say.yearTitle(year)}</h1><p class="mc-quiet">${say.publicHelp}</p>
${yearLinks(view)}${yearAtAGlance(view)}<div class="mc-t3">${yearParts(view)}</div>`
      return sendPage(reply, frame(request, { title: say.yearTitle(year), main, current: 'calendar' }))
    }
  }
