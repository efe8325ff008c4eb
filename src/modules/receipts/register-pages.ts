import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { localDay } from '#modules/calendar'
import { may, type OfficerActor, officerOf } from '#modules/identity'
import { decideRefund, findChargeRefund, moneySeenBy, sumPayments } from '#modules/payments'
import type { Context } from '#platform/context'
import { AppError, requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { isId } from '#platform/ids'
import { readUnsealed } from './check-receipts.ts'
import { noteReading } from './file-pages.ts'
import { receiptMessages } from './messages.ts'
import { type ReceiptPage, receiptPage } from './receipt-view.ts'
import { type RegisterPage, receiptsUrl, registerPage } from './register-view.ts'
import { replaceReceipt } from './replace-receipt.ts'
import { type EReceipt, findReceipt, listFiles, listReceiptsOfCharge } from './repository.ts'
import { listReceiptsOfDay, sumReceipts } from './repository-register.ts'
import { listUnsealedOf } from './repository-seals.ts'
import { listSummaries } from './repository-summaries.ts'
import { readDay, spanOf } from './rules/day.ts'
import { hasStopped } from './rules/seal.ts'
import { taxCodeOf } from './rules/series.ts'
import { sealAgain } from './seal-again.ts'
import { sendAgain, summariseDay } from './summarise-day.ts'

const shown = 200
const short = Type.Optional(Type.String({ maxLength: 40 }))
const params = Type.Object({ receipt: Type.String({ maxLength: 40 }) })
const reading = { permission: 'payments.read' } as const

type Exchange = Readonly<{ context: Context; frame: Frame; request: FastifyRequest; reply: FastifyReply }>
type Typed = Readonly<Record<string, string | undefined>>

/** `/officer/receipts`: the register by days, what the tax authority was told, and each receipt. */
export const receiptPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const exchange = (request: FastifyRequest, reply: FastifyReply): Exchange => ({
      ...{ context, frame, request, reply },
    })
    const listing = { hide: true, querystring: Type.Object({ day: short, after: short, done: short }) }
    app.get(receiptsUrl, { config: reading, schema: listing }, (request, reply) =>
      showDay(exchange(request, reply), request.query),
    )
    const summarising = { config: { permission: 'payments.reconcile' }, schema: { hide: true } } as const
    app.post(`${receiptsUrl}/summaries`, summarising, (request, reply) => summarise(exchange(request, reply)))

    app.post(`${receiptsUrl}/seals`, summarising, (request, reply) => seal(exchange(request, reply)))

    const showing = { hide: true, params, querystring: Type.Object({ done: short }) }
    app.get(`${receiptsUrl}/:receipt`, { config: reading, schema: showing }, (request, reply) =>
      showReceipt(exchange(request, reply), request.params.receipt, { done: request.query.done }),
    )
    const changing = { hide: true, params }
    app.post(
      `${receiptsUrl}/:receipt/replacement`,
      { config: { permission: 'receipts.replace' }, schema: changing },
      (request, reply) => replace(exchange(request, reply), request.params.receipt),
    )
    app.post(
      `${receiptsUrl}/:receipt/refund`,
      { config: { permission: 'payments.decide_refund' }, schema: changing },
      (request, reply) => refund(exchange(request, reply), request.params.receipt),
    )
  }

const formOf = ({ body }: FastifyRequest): Typed =>
  Object.fromEntries(
    Object.entries((body ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  )

async function showDay(
  { context, frame, request, reply }: Exchange,
  asked: Readonly<{ day?: string; after?: string; done?: string }>,
): Promise<FastifyReply> {
  const { db, clock, config } = context
  const language = languageOf(request)
  const say = receiptMessages(language)
  const read = asked.day === undefined ? localDay(clock.now()) : readDay(asked.day)
  const day = read ?? localDay(clock.now())
  const span = spanOf(day)
  const after = asked.after && isId(asked.after) ? asked.after : null
  const agencyId = moneySeenBy(officerOf(request))
  const seen = { dayOn: day.toString(), agencyId }
  const receipts = await listReceiptsOfDay(db, seen, { after, limit: shown + 1 })
  const unsealed = await listUnsealedOf(
    db,
    receipts.map(({ id }) => id),
  )
  const mayChange = may(request.actor, 'payments.reconcile')
  const page: RegisterPage = {
    day,
    ...(!read && { typed: asked.day ?? '', problem: say.dayWrong }),
    ...(asked.done && { done: asked.done }),
    receipts: receipts.slice(0, shown),
    next: receipts.length > shown ? (receipts[shown - 1]?.id ?? null) : null,
    isFirst: after === null,
    totals: await sumReceipts(db, seen, span),
    money: await sumPayments(db, agencyId, span),
    summaries: await listSummaries(db, day.toString(), agencyId),
    summaryAt: config.RECEIPT_SUMMARY_AT,
    mayChange,
    unsealed: await readUnsealed(context, agencyId),
    unsealedIds: new Set(unsealed.filter(hasStopped).map(({ receiptId }) => receiptId)),
    isUncoded: mayChange && taxCodeOf(config, officerOf(request).agencyCode) === null,
    language,
  }
  const main = registerPage(page)
  return sendPage(reply, frame(request, { title: say.title, main, current: 'receipts' }), read ? 200 : 422)
}

/** What the own agency has in no summary of the day yet is put into one and sent; or a refused one is sent again. */
async function summarise({ context, request, reply }: Exchange): Promise<FastifyReply> {
  const { day: typed, summary } = formOf(request)
  const day = readDay(typed)
  if (!day) throw requestProblem('request.not_found')
  const dayOn = day.toString()
  const officer = officerOf(request)
  if (summary) {
    if (isId(summary)) await sendAgain(context, summary, officer)
    return await reply.redirect(`${receiptsUrl}?day=${dayOn}&done=again`, 303)
  }
  await summariseDay(context, { agencyId: officer.agencyId, dayOn })
  return await reply.redirect(`${receiptsUrl}?day=${dayOn}&done=summary`, 303)
}

/** What of the own agency, or of one of its receipts, has no seal is sealed again. */
async function seal({ context, request, reply }: Exchange): Promise<FastifyReply> {
  const officer = officerOf(request)
  const wanted = formOf(request).receipt
  const receipt = wanted === undefined ? null : await getReceipt(context, wanted, officer)
  const done = (await sealAgain(context, receipt?.id ?? null, officer)) ? 'sealing' : 'no_seal'
  const page = receipt ? `${receiptsUrl}/${receipt.id}` : receiptsUrl
  return await reply.redirect(`${page}?done=${done}`, 303)
}

/** A receipt of another agency does not exist to who keeps the books of one. */
async function getReceipt({ db }: Context, id: string, officer: OfficerActor): Promise<EReceipt> {
  const receipt = isId(id) ? await findReceipt(db, id) : null
  const seen = moneySeenBy(officer)
  if (!receipt || (seen !== null && seen !== receipt.agencyId)) throw requestProblem('request.not_found')
  return receipt
}

async function showReceipt(
  { context, frame, request, reply }: Exchange,
  id: string,
  more: Partial<Pick<ReceiptPage, 'done' | 'problems' | 'typed'>>,
  status = 200,
): Promise<FastifyReply> {
  const { db } = context
  const language = languageOf(request)
  const actor = officerOf(request)
  const receipt = await getReceipt(context, id, actor)
  await noteReading(context, actor, receipt)
  const isOwn = receipt.agencyId === actor.agencyId
  const siblings = await listReceiptsOfCharge(db, receipt.chargeId)
  const main = receiptPage({
    receipt,
    files: await listFiles(db, receipt.id),
    replacedBy: siblings.find(({ version }) => version === receipt.version + 1) ?? null,
    refund: await findChargeRefund(db, receipt.chargeId),
    mayReplace: isOwn && may(actor, 'receipts.replace'),
    mayRefund: isOwn && may(actor, 'payments.decide_refund'),
    maySeal: isOwn && may(actor, 'payments.reconcile'),
    ...{ done: more.done, problems: more.problems ?? [], typed: more.typed ?? {}, language },
  })
  const { title } = receiptMessages(language)
  return sendPage(reply, frame(request, { title, main, current: 'receipts' }), status)
}

async function replace(exchange: Exchange, id: string): Promise<FastifyReply> {
  const { context, request, reply } = exchange
  const officer = officerOf(request)
  const receipt = await getReceipt(context, id, officer)
  const typed = formOf(request)
  const given = { payerName: typed.payer ?? '', payerAddress: typed.address ?? null, reason: typed.why ?? '' }
  try {
    const other = await replaceReceipt(context, receipt, given, officer)
    return await reply.redirect(`${receiptsUrl}/${other.id}?done=replaced`, 303)
  } catch (error) {
    if (!isCode(error, 'receipts.nothing_new')) throw error
    const sentence = receiptMessages(languageOf(request)).replaceWrong
    const field = given.reason.trim() === '' ? 'why' : 'payer'
    return await showReceipt(exchange, id, { problems: [{ field, sentence }], typed }, 422)
  }
}

async function refund(exchange: Exchange, id: string): Promise<FastifyReply> {
  const { context, request, reply } = exchange
  const officer = officerOf(request)
  const { chargeId } = await getReceipt(context, id, officer)
  const typed = formOf(request)
  const wanted = { chargeId, decisionNumber: typed.decision ?? '', reason: typed.reason ?? '' }
  try {
    await decideRefund(context, wanted, officer)
    return await reply.redirect(`${receiptsUrl}/${id}?done=refund`, 303)
  } catch (error) {
    if (!isCode(error, 'payments.decision_missing')) throw error
    const sentence = receiptMessages(languageOf(request)).refundWrong
    const field = wanted.decisionNumber.trim() === '' ? 'decision' : 'reason'
    return await showReceipt(exchange, id, { problems: [{ field, sentence }], typed }, 422)
  }
}

const isCode = (error: unknown, code: string): boolean => error instanceof AppError && error.code === code
