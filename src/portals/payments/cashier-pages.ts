import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Temporal } from 'temporal-polyfill'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { formatDay, localDay } from '#modules/calendar'
import { listTitles } from '#modules/dossiers'
import { may, officerOf } from '#modules/identity'
import {
  findReconciliation,
  listGivenBackThere,
  listGivenBackTwice,
  listHeld,
  listOpenRefunds,
  listReconciliationLines,
  listReconciliations,
  listUncompared,
  moneySeenBy,
  type PaymentPlatform,
  payOutArrival,
  reconcileDay,
  recordPayOut,
  refundArrival,
  settleGivenBackTwice,
} from '#modules/payments'
import { readDay } from '#modules/receipts'
import type { Context } from '#platform/context'
import { AppError, requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { type DaysPage, dayPage, daysPage, paymentsUrl } from './cashier-view.ts'
import { cashierMessages, doneNames, outcomeNames } from './messages.ts'

const mostHeld = 100
const daysShown = 31
const linesShown = 200
const short = Type.Optional(Type.String({ maxLength: 40 }))
const reading = { permission: 'payments.read' } as const
const changing = { permission: 'payments.reconcile' } as const

type Exchange = Readonly<{
  context: Context
  frame: Frame
  platform: PaymentPlatform | null
  request: FastifyRequest
  reply: FastifyReply
}>

/**
 * `/officer/payments`: sums of the own agency to give back, and each day against the statement of the platform. The province
 * has one account there and one statement: a day is compared whole, names nobody, and belongs to all who keep books.
 */
export const cashierPages =
  (context: Context, frame: Frame, platform: PaymentPlatform | null): FastifyPluginAsyncTypebox =>
  async (app) => {
    const exchange = (request: FastifyRequest, reply: FastifyReply): Exchange => ({
      ...{ context, frame, platform, request, reply },
    })
    const listing = { hide: true, querystring: Type.Object({ before: short, done: short }) }
    app.get(paymentsUrl, { config: reading, schema: listing }, (request, reply) => {
      const { before = null, done: said } = request.query
      const done = isDone(said) ? said : null
      return showDays(exchange(request, reply), {
        before: readDay(before ?? undefined),
        ...(done && { done }),
      })
    })

    const params = Type.Object({ day: Type.String({ maxLength: 40 }) })
    const showing = { hide: true, params, querystring: Type.Object({ after: short }) }
    app.get(`${paymentsUrl}/days/:day`, { config: reading, schema: showing }, (request, reply) =>
      showDay(exchange(request, reply), request.params.day, Number(request.query.after ?? 0)),
    )

    app.post(`${paymentsUrl}/days`, { config: changing, schema: { hide: true } }, (request, reply) =>
      compare(exchange(request, reply), formOf(request).day),
    )
    app.post(`${paymentsUrl}/refunds`, { config: changing, schema: { hide: true } }, (request, reply) =>
      giveBack(exchange(request, reply), formOf(request).arrival),
    )
    app.post(`${paymentsUrl}/pay-outs`, { config: changing, schema: { hide: true } }, (request, reply) =>
      payOut(exchange(request, reply)),
    )
    app.post(`${paymentsUrl}/settlements`, { config: changing, schema: { hide: true } }, (request, reply) =>
      settle(exchange(request, reply)),
    )
  }

const isDone = (said: string | undefined): said is keyof typeof doneNames =>
  said !== undefined && Object.hasOwn(doneNames, said)

const formOf = ({ body }: FastifyRequest): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    Object.entries((body ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  )

async function showDays(
  { context, frame, platform, request, reply }: Exchange,
  asked: Readonly<{ before?: Temporal.PlainDate | null }> &
    Partial<Pick<DaysPage, 'problem' | 'typed' | 'isAway' | 'missing' | 'done'>>,
  status = 200,
): Promise<FastifyReply> {
  const language = languageOf(request)
  const agencyId = moneySeenBy(officerOf(request))
  const before = asked.before?.toString() ?? null
  const page = { before, limit: daysShown + 1 }
  const found = platform ? await listReconciliations(context.db, platform.key, page) : []
  const next = found.length > daysShown ? (found[daysShown - 1]?.dayOn ?? null) : null
  const main = daysPage({
    ...asked,
    held: [
      ...(await listGivenBackThere(context.db, agencyId, mostHeld)),
      ...(await listHeld(context.db, agencyId, mostHeld)),
    ],
    refunds: await listRefunds(context, agencyId),
    twice: await listGivenBackTwice(context.db, agencyId, mostHeld),
    days: found.slice(0, daysShown),
    missed: (await listMissed(context, platform)).filter(
      (day) => (before === null || day < before) && (next === null || day >= next),
    ),
    next,
    isFirst: before === null,
    today: localDay(context.clock.now()).toString(),
    isConnected: platform !== null,
    mayChange: may(request.actor, 'payments.reconcile'),
    language,
  })
  const { title } = cashierMessages(language)
  return sendPage(reply, frame(request, { title, main, current: 'payments' }), status)
}

/** Days that wait to be compared. */
async function listMissed({ db, clock }: Context, platform: PaymentPlatform | null): Promise<string[]> {
  const missed = platform ? await listUncompared(db, platform.key, localDay(clock.now())) : []
  return missed.map((day) => day.toString())
}

async function showDay({ context, frame, platform, request, reply }: Exchange, text: string, from: number) {
  const day = readDay(text)
  const found = day && platform && (await findReconciliation(context.db, platform.key, day.toString()))
  if (!day || !found) throw requestProblem('request.not_found')
  const after = Number.isSafeInteger(from) && from > 0 && from < 1_000_000 ? from : 0
  const language = languageOf(request)
  const lines = await listReconciliationLines(context.db, found.newest.id, { after, limit: linesShown })
  const mayChange = may(request.actor, 'payments.reconcile')
  const main = dayPage({ ...found, day, lines, after, mayChange, language })
  const title = cashierMessages(language).dayTitle(formatDay(day, language))
  return sendPage(reply, frame(request, { title, main, current: 'payments' }))
}

async function compare(exchange: Exchange, typed = ''): Promise<FastifyReply> {
  const { context, platform, request, reply } = exchange
  const say = cashierMessages(languageOf(request))
  const day = readDay(typed)
  if (!platform) return await showDays(exchange, {}, 422)
  const isToCome = day && Temporal.PlainDate.compare(day, localDay(context.clock.now())) > 0
  if (!day || isToCome) {
    const wrong = typed.trim() === '' ? say.dayMissing : say.dayWrong(typed.trim())
    return await showDays(exchange, { typed, problem: isToCome ? say.dayToCome : wrong }, 422)
  }
  try {
    await reconcileDay(context, platform, day, officerOf(request))
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'payments.platform_away') throw error
    return await showDays(exchange, { typed, isAway: true }, 503)
  }
  return await reply.redirect(`${paymentsUrl}/days/${day}`, 303)
}

/** What was decided to be given back, each with its dossier. */
async function listRefunds({ db }: Context, agencyId: string | null): Promise<DaysPage['refunds']> {
  const open = await listOpenRefunds(db, agencyId, mostHeld)
  const titles = await listTitles(
    db,
    open.map(({ dossierId }) => dossierId),
  )
  return open.map((refund) => {
    const title = titles.get(refund.dossierId)
    return { ...refund, dossierCode: title?.code ?? title?.reference ?? '' }
  })
}

/** What was paid out here: a fee by decision (`charge`), or a sum that the platform would not give back (`arrival`). */
async function payOut(exchange: Exchange): Promise<FastifyReply> {
  const { context, request, reply } = exchange
  const typed = formOf(request)
  const { charge, arrival = '' } = typed
  const field = `voucher-${charge ?? arrival}`
  const reference = typed[field] ?? ''
  if (reference.trim() === '') {
    const sentence = cashierMessages(languageOf(request)).voucherNeeded
    return await showDays(exchange, { missing: { field, sentence } }, 422)
  }
  const officer = officerOf(request)
  if (charge === undefined) await payOutArrival(context, { arrivalId: arrival, reference }, officer)
  else await recordPayOut(context, { chargeId: charge, reference }, officer)
  const done = charge === undefined ? 'held_paid_out' : 'paid_out'
  return await reply.redirect(`${paymentsUrl}?done=${done}`, 303)
}

async function settle(exchange: Exchange): Promise<FastifyReply> {
  const { context, request, reply } = exchange
  const typed = formOf(request)
  const { arrival = '' } = typed
  const field = `settlement-${arrival}`
  const reference = typed[field] ?? ''
  if (reference.trim() === '') {
    const sentence = cashierMessages(languageOf(request)).settlementNeeded
    return await showDays(exchange, { missing: { field, sentence } }, 422)
  }
  await settleGivenBackTwice(context, { arrivalId: arrival, reference }, officerOf(request))
  return await reply.redirect(`${paymentsUrl}?done=settled`, 303)
}

async function giveBack({ context, request, reply }: Exchange, arrivalId = ''): Promise<FastifyReply> {
  const officer = officerOf(request)
  const held = (await listHeld(context.db, officer.agencyId, mostHeld)).find(
    (one) => one.arrivalId === arrivalId,
  )
  const reason = held ? outcomeNames[held.outcome].vi : '-'
  await refundArrival(context, { arrivalId, reason }, officer)
  return await reply.redirect(`${paymentsUrl}?done=refund`, 303)
}
