import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { type DossierView, readDossier } from '#modules/dossiers'
import type { Actor } from '#modules/identity'
import { getAgency } from '#modules/organisations'
import {
  accountOf,
  askOrder,
  type Charge,
  dayOf,
  type FeeAccount,
  feeRuleOf,
  findNewestOrder,
  type PaymentOrder,
  type PaymentPlatform,
  PlatformUnreachable,
  startPayment,
} from '#modules/payments'
import { inLanguage } from '#modules/procedures'
import type { Context } from '#platform/context'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { payMessages } from './messages.ts'
import { payPage } from './pay-view.ts'

const schema = {
  hide: true,
  params: Type.Object({ code: Type.String({ maxLength: 60 }) }),
  querystring: Type.Object({ look: Type.Optional(Type.String({ maxLength: 20 })) }),
}
const paying = { schema, config: { permission: 'payments.pay_own' } } as const
type OfDossier = FastifyRequest<{ Params: { code: string }; Querystring: { look?: string } }>

const knownAs = ({ dossier }: DossierView): string => dossier.code ?? dossier.reference

/** `/my/dossiers/:code/pay`: what is owed, the way to the platform, the QR, and what is known when one comes back. */
export const payPages =
  (context: Context, frame: Frame, platform: PaymentPlatform | null): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get('/my/dossiers/:code/pay', paying, (request, reply) =>
      show(context, frame, platform, request as OfDossier, reply),
    )

    app.post('/my/dossiers/:code/pay', paying, async (request, reply) => {
      const view = await readDossier(context, request.params.code, request.actor, 'own')
      const charge = view.charges.find(({ state }) => state === 'due')
      const here = `/my/dossiers/${encodeURIComponent(knownAs(view))}/pay`
      if (!platform || !charge) return await reply.redirect(here, 303)
      const rule = feeRuleOf(charge, view.procedure.feeRules)
      const started = await startPayment(context, platform, {
        chargeId: charge.id,
        dossierCode: knownAs(view),
        agency: await getAgency(context.db, charge.agencyId),
        procedure: view.procedure,
        feeRule: { code: rule?.key ?? null, kind: rule?.kind ?? null },
        payer: payerOf(view, request.actor),
        returnUrl: `${context.publicUrl}${here}?look=back`,
      })
      return await reply.redirect(started.kind === 'unreachable' ? `${here}?look=away` : here, 303)
    })
  }

/** Who pays is who is signed in. Where they live is known of the applicant only. */
function payerOf({ dossier }: DossierView, actor: Actor) {
  const isOther = actor.kind === 'citizen' && actor.personalId !== dossier.applicantPersonalId
  if (isOther) return { name: actor.fullName, personalId: actor.personalId, address: null }
  const { applicantName: name, applicantPersonalId: personalId, applicantAddress: address } = dossier
  return { name, personalId, address }
}

async function show(
  context: Context,
  frame: Frame,
  platform: PaymentPlatform | null,
  request: OfDossier,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { code } = request.params
  const { look } = request.query
  const language = languageOf(request)
  const seen = await readDossier(context, code, request.actor, 'own')
  const before = await findOpen(context, seen.charges)
  const isAway =
    look === 'away' || (look === 'back' && !(await isAsked(context, platform, before?.order ?? null)))
  const view = look === 'back' ? await readDossier(context, code, request.actor, 'own') : seen
  const charge = view.charges.find(({ id }) => id === before?.charge.id) ?? null
  const order = charge && (await findNewestOrder(context.db, charge.id))
  const main = payPage({
    title: inLanguage(view.procedure, language).shortName,
    code: knownAs(view),
    ...{ charge, order, isAway, language },
    account: platform && order && charge && (await accountFor(context, platform, { charge, order })),
    isOnline: platform !== null,
  })
  return sendPage(reply, frame(request, { title: payMessages(language).payTitle, main, current: 'dossiers' }))
}

/** The account that the order was opened with. */
async function accountFor(
  { db }: Context,
  { accounts }: PaymentPlatform,
  { charge, order }: Readonly<{ charge: Charge; order: PaymentOrder }>,
): Promise<FeeAccount | null> {
  const { code } = await getAgency(db, charge.agencyId)
  return accountOf(accounts, code, dayOf(order.openedAt))
}

type Open = Readonly<{ charge: Charge; order: PaymentOrder | null }>

/** What is due, or else was paid last. */
async function findOpen({ db }: Context, charges: readonly Charge[]): Promise<Open | null> {
  const charge =
    charges.find(({ state }) => state === 'due') ?? charges.findLast(({ state }) => state === 'paid')
  return charge ? { charge, order: await findNewestOrder(db, charge.id) } : null
}

/** Whoever comes back sees what the platform says now; false when it says nothing. */
async function isAsked(
  context: Context,
  platform: PaymentPlatform | null,
  order: PaymentOrder | null,
): Promise<boolean> {
  if (!platform || order?.state !== 'waiting') return true
  try {
    await askOrder(context, platform, order)
    return true
  } catch (error) {
    if (!(error instanceof PlatformUnreachable)) throw error
    return false
  }
}
