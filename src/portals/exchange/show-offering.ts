import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Frame } from '#components/frame'
import { localDay } from '#modules/calendar'
import {
  type CatalogueLine,
  type GatewayWindow,
  listMinutes,
  listRightsTo,
  listSubsystems,
  loadLine,
} from '#modules/exchange'
import { may } from '#modules/identity'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import type { OfferingView } from './offering-facts.ts'
import { offeringPage } from './offering-view.ts'

export type Shown = Partial<Pick<OfferingView, 'typed' | 'problems' | 'news' | 'findings' | 'key'>>
export type Desk = Readonly<{ context: Context; frame: Frame; gateway: GatewayWindow }>

/** The page of an offering, with what was typed and what is wrong with it. */
export async function showOffering(
  { context, frame, gateway }: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  { id, ...shown }: Shown & Readonly<{ id: string }>,
): Promise<FastifyReply> {
  const { db, clock, config, publicUrl } = context
  const line = await loadLine(context, id)
  if (!line) throw requestProblem('request.not_found')
  const now = clock.now()
  const since = now.subtract({ hours: 24 })
  const [minutes, rights, systems] = await Promise.all([
    listMinutes(db, id, { since, limit: 20 }),
    listRightsTo(db, id),
    may(request.actor, 'exchange.manage') ? listSubsystems(db) : null,
  ])
  const nothing = { typed: {}, problems: [], news: '', findings: null, key: null }
  const outages = { open: gateway.circuits(), instance: config.EXCHANGE_INSTANCE, now }
  const askedDays = config.EXCHANGE_MAINTENANCE_NOTICE_DAYS
  const days = { today: localDay(now).toString(), askedDays }
  const facts = { line, minutes, rights, systems, publicUrl, outages, ...days }
  const main = offeringPage({ ...facts, ...nothing, ...shown }, languageOf(request))
  const shownOnce = Boolean(shown.key)
  const page = frame(request, { title: line.offering.title, current: 'exchange', main, shownOnce })
  return sendPage(reply, page, (shown.problems ?? []).length > 0 ? 422 : 200)
}

/** An offering as the register and the audit log call it: `class/member/subsystem/offering`. */
export async function getLine(
  context: Context,
  id: string,
): Promise<CatalogueLine & Readonly<{ code: string }>> {
  const line = await loadLine(context, id)
  if (!line) throw requestProblem('request.not_found')
  const { class: memberClass, member, subsystem, code } = line.offering
  return { ...line, code: [memberClass, member, subsystem, code].join('/') }
}
