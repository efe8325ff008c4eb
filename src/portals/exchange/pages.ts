import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Temporal } from 'temporal-polyfill'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { withFormAddresses } from '#components/navigation'
import { type GatewayWindow, loadCatalogue, loadPublicCatalogue } from '#modules/exchange'
import { may } from '#modules/identity'
import type { Context } from '#platform/context'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { cataloguePage, catalogueUrl, type Outages, statisticsPage, statisticsUrl } from './catalogue-view.ts'
import { endingPages } from './ending-pages.ts'
import { messagesOf } from './messages.ts'
import { offeringFormPages } from './offering-form.ts'
import { offeringPages } from './offering-pages.ts'
import { revokingPages } from './revoking-pages.ts'
import { systemsPages } from './systems-pages.ts'

const querystring = Type.Object({ after: Type.Optional(Type.String({ format: 'uuid' })) })

const dayHours = 24

/** The pages of the exchange: the catalogue and its offerings, the systems, and the public figures. */
export const exchangePages = (
  context: Context,
  { citizen, officer }: Readonly<{ citizen: Frame; officer: Frame }>,
  gateway: GatewayWindow,
): FastifyPluginAsyncTypebox =>
  withFormAddresses(async (app) => {
    const instance = context.config.EXCHANGE_INSTANCE
    const outagesAt = (now: Temporal.Instant): Outages => ({ open: gateway.circuits(), instance, now })
    const reading = { config: { permission: 'exchange.read' }, schema: { hide: true, querystring } } as const
    app.get(catalogueUrl, reading, async (request, reply) => {
      const language = languageOf(request)
      const { after } = request.query
      const catalogue = await loadCatalogue(context, { after, hours: dayHours })
      const mayManage = may(request.actor, 'exchange.manage')
      const look = { isFirst: after === undefined, mayManage, outages: outagesAt(catalogue.now) }
      const main = cataloguePage(catalogue, look, language)
      const title = messagesOf(language).catalogue
      return sendPage(reply, officer(request, { title, current: 'exchange', main }))
    })

    const looking = { config: { permission: 'exchange.read_traffic' }, schema: { hide: true } } as const
    app.get(statisticsUrl, looking, async (request, reply) => {
      const language = languageOf(request)
      const catalogue = await loadPublicCatalogue(context, 30 * dayHours)
      const main = statisticsPage(catalogue, outagesAt(context.clock.now()), language)
      return sendPage(reply, citizen(request, { title: messagesOf(language).statistics, main }))
    })

    await app.register(offeringPages(context, officer, gateway))
    await app.register(systemsPages(context, officer))
    await app.register(revokingPages(context, officer))
    await app.register(endingPages(context, officer))
    await app.register(offeringFormPages(context, officer))
  })
