import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { type DossierView, findDossierById, readDossier } from '#modules/dossiers'
import { readTelephone } from '#modules/notifications'
import type { Context } from '#platform/context'
import { AppError, requestProblem } from '#platform/errors'
import { type Html, html } from '#platform/html'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { findKnownContact } from './known-contact.ts'
import { shipmentMessages } from './messages.ts'
import { mayOrder, orderShipment } from './order-shipment.ts'
import { listShipments } from './repository.ts'
import { readAddress, type ShipmentKind } from './rules/shipment.ts'
import { type PostPage, postPage, shipmentLines } from './view.ts'

const params = Type.Object({ code: Type.String({ maxLength: 60 }) })
const querystring = Type.Object({ done: Type.Optional(Type.String({ maxLength: 20 })) })
const body = Type.Object({
  kind: Type.Union([Type.Literal('collect'), Type.Literal('deliver')]),
  address: Type.Optional(Type.String({ maxLength: 1000 })),
  phone: Type.Optional(Type.String({ maxLength: 100 })),
})
const kinds: readonly ShipmentKind[] = ['deliver', 'collect']

type Side = Readonly<{ context: Context; frame: Frame; base: '/my/dossiers' | '/officer/dossiers' }>

/** `/my/dossiers/:code/post` and `/officer/dossiers/:code/post`: what goes by post, and ordering it. */
export const shipmentPages =
  (context: Context, frames: Readonly<{ citizen: Frame; officer: Frame }>): FastifyPluginAsyncTypebox =>
  async (app) => {
    const sides = [
      { context, frame: frames.citizen, base: '/my/dossiers', permission: 'shipments.order_own' },
      { context, frame: frames.officer, base: '/officer/dossiers', permission: 'shipments.order' },
    ] as const
    for (const side of sides) {
      const config = { permission: side.permission }
      app.get(
        `${side.base}/:code/post`,
        { config, schema: { hide: true, params, querystring } },
        async (request, reply) => {
          const view = await read(side, request, request.params.code)
          const text = shipmentMessages(languageOf(request))
          const said = request.query.done ? ({ tone: 'done', text: text.ordered } as const) : null
          return await show(side, request, reply, view, { said })
        },
      )
      app.post(`${side.base}/:code/post`, { config, schema: { hide: true, params, body } }, (request, reply) =>
        take(side, request, reply, request.params.code, request.body),
      )
    }
  }

const read = ({ context, base }: Side, request: FastifyRequest, code: string): Promise<DossierView> =>
  readDossier(context, code, request.actor, ...(base === '/my/dossiers' ? (['own'] as const) : []))

const nameOf = ({ dossier }: DossierView): string => dossier.code ?? dossier.reference

async function show(
  { context, frame, base }: Side,
  request: FastifyRequest,
  reply: FastifyReply,
  view: DossierView,
  shown: Partial<Pick<PostPage, 'said' | 'typed' | 'problems'>>,
  status = 200,
): Promise<FastifyReply> {
  const language = languageOf(request)
  const name = nameOf(view)
  const shipments = await listShipments(context.db, view.dossier.id)
  const stored = await findDossierById(context.db, view.dossier.id)
  const open = stored ? kinds.filter((kind) => mayOrder(kind, stored, shipments)) : []
  const { isOfEarlierOrder, ...known } = await findKnownContact(context.db, view.dossier, request.actor)
  const main = postPage({
    ...{ name, backHref: `${base}/${name}`, shipments, open, language },
    ...{ said: null, typed: known, problems: [], isOfEarlierOrder: isOfEarlierOrder && !shown.typed, ...shown },
  })
  const current = base === '/my/dossiers' ? 'dossiers' : 'worklist'
  return sendPage(reply, frame(request, { title: shipmentMessages(language).title, main, current }), status)
}

async function take(
  side: Side,
  request: FastifyRequest,
  reply: FastifyReply,
  code: string,
  given: Readonly<{ kind: ShipmentKind; address?: string; phone?: string }>,
): Promise<FastifyReply> {
  const view = await read(side, request, code)
  const text = shipmentMessages(languageOf(request))
  const typed = { address: given.address ?? '', phone: given.phone ?? '' }
  const [address, phone] = [readAddress(typed.address), readTelephone(typed.phone)]
  const problems = [
    ...(address ? [] : [{ field: 'address', sentence: text.addressWrong }]),
    ...(phone ? [] : [{ field: 'phone', sentence: text.phoneWrong }]),
  ]
  if (!address || !phone) return await show(side, request, reply, view, { typed, problems }, 422)
  const { actor } = request
  if (actor.kind !== 'citizen' && actor.kind !== 'officer') throw requestProblem('request.not_allowed')
  try {
    await orderShipment(side.context, { dossierId: view.dossier.id, kind: given.kind, address, phone }, actor)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'shipments.not_now') throw error
    const said = { tone: 'warn', text: text.notNow } as const
    return await show(side, request, reply, view, { typed, said }, error.status)
  }
  return await reply.redirect(`${side.base}/${nameOf(view)}/post?done=order`, 303)
}

/** What of a dossier goes by post, in short, with the way to its page; null: nothing does, and nothing can be ordered. */
export async function shipmentSection(
  { db }: Pick<Context, 'db'>,
  { dossier }: DossierView,
  reader: 'citizen' | 'officer',
  language: Language,
): Promise<Html | null> {
  const [shipments, stored] = await Promise.all([
    listShipments(db, dossier.id),
    findDossierById(db, dossier.id),
  ])
  const open = stored ? kinds.filter((kind) => mayOrder(kind, stored, shipments)) : []
  if (shipments.length === 0 && open.length === 0) return null
  const text = shipmentMessages(language)
  const isDelivered = shipments.some(({ kind, state }) => kind === 'deliver' && state === 'delivered')
  const base = reader === 'citizen' ? '/my/dossiers' : '/officer/dossiers'
  const ask = open.includes('deliver') ? text.askDeliver : text.askCollect
  const link = shipments.length > 0 ? text.open : ask
  return html`${shipments.length > 0 && shipmentLines(shipments, language)}${reader === 'officer' && isDelivered && dossier.state === 'resolved' && html`<p class="mc-t1">${text.confirm}</p>`}<p class="mc-small mc-t0"><a href="${base}/${dossier.code ?? dossier.reference}/post">${link}</a></p>`
}
