import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { may, officerOf, takeParkedTexts } from '#modules/identity'
import { listAgencies } from '#modules/organisations'
import type { Context } from '#platform/context'
import { AppError, requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import { type Answered, answerInquiry } from './answer-inquiry.ts'
import { handOnInquiry } from './hand-on-inquiry.ts'
import { inquiryMessages } from './messages.ts'
import { type InquiryPage, inquiryPage } from './officer-view.ts'
import { findAbout, withId } from './public-pages.ts'
import { findInquiry, listCorrected } from './repository.ts'
import { judgeText, longest, mayAnswer, mayRead } from './rules/inquiry.ts'
import { officerUrl } from './view.ts'

const part = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const params = withId
const querystring = Type.Object({ done: part(20) })
const answerBody = Type.Object({ text: part(40_000), public: part(10), seen: part(60) })
const handOnBody = Type.Object({ agency: part(60) })
const reading = { permission: 'inquiries.read' } as const
const config = { permission: 'inquiries.answer' } as const
const url = `${officerUrl}/:id`

type Shown = Partial<Pick<InquiryPage, 'typed' | 'problems' | 'remark'>> & Readonly<{ status?: number }>
type Exchange = Readonly<{ context: Context; frame: Frame; request: FastifyRequest; reply: FastifyReply }>

/** `/officer/inquiries/:id`: one question, answering it or handing it on; `systems` are told what is answered. */
export const answerPages =
  (context: Context, frame: Frame, systems: readonly string[]): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(url, { config: reading, schema: { hide: true, params, querystring } }, async (request, reply) => {
      const words = inquiryMessages(languageOf(request))
      const parked = await takeParkedTexts(context.db, request)
      const text = parked ? words.typedBack : words.saved
      const remark = parked || request.query.done ? ({ tone: 'done', text } as const) : null
      const exchange = { context, frame, request, reply }
      return await show(exchange, request.params.id, { typed: parked ?? {}, remark })
    })

    app.post(url, { config, schema: { hide: true, params, body: answerBody } }, async (request, reply) => {
      const { id } = request.params
      const typed = { text: '', ...request.body }
      const answered = {
        ...{ id, text: cleanText(typed.text), isPublic: typed.public === 'true', seen: typed.seen ?? '' },
      }
      const refused = await answer(context, request, answered, systems)
      if (refused) return await show({ context, frame, request, reply }, id, { typed, ...refused })
      return await reply.redirect(`${officerUrl}/${id}?done=yes`, 303)
    })

    const handingOn = { config, schema: { hide: true, params, body: handOnBody } }
    app.post(`${url}/agency`, handingOn, async (request, reply) => {
      const { id } = request.params
      const agency = (await listAgencies(context.db)).find((one) => one.id === request.body.agency)
      if (!agency) {
        const problems = [{ field: 'agency', sentence: inquiryMessages(languageOf(request)).handOnMissing }]
        return await show({ context, frame, request, reply }, id, { problems, status: 422 })
      }
      await handOnInquiry(context, { id, agencyId: agency.id }, request.actor)
      return await reply.redirect(`${officerUrl}?to=${agency.id}`, 303)
    })
  }

/** Why it is not taken, as the page says it; null: it is. */
async function answer(
  context: Context,
  request: FastifyRequest,
  answered: Answered,
  systems: readonly string[],
): Promise<Shown | null> {
  const words = inquiryMessages(languageOf(request))
  const wrong = judgeText(answered.text, longest.reply)
  if (wrong) {
    const sentence = wrong === 'missing' ? words.replyMissing : words.replyTooLong(longest.reply)
    return { problems: [{ field: 'text', sentence }], status: 422 }
  }
  try {
    await answerInquiry(context, answered, request.actor, systems)
    return null
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'inquiries.answered_already') throw error
    return { remark: { tone: 'warn', text: words.answeredAlready }, status: error.status }
  }
}

async function show(
  { context: { db }, frame, request, reply }: Exchange,
  id: string,
  { status = 200, typed = {}, problems = [], remark = null }: Shown,
): Promise<FastifyReply> {
  const officer = officerOf(request)
  const inquiry = await findInquiry(db, id)
  if (!inquiry || !mayRead(inquiry, officer)) throw requestProblem('request.not_found')
  const [agencies, former, procedure] = await Promise.all([
    listAgencies(db),
    listCorrected(db, inquiry),
    findAbout(db, inquiry, languageOf(request)),
  ])
  const main = inquiryPage(
    {
      ...{ inquiry, procedure, former, typed, problems, remark },
      agencyName: agencies.find((one) => one.id === inquiry.agencyId)?.name ?? null,
      agencies: agencies.filter((one) => one.id !== inquiry.agencyId),
      mayAnswer: may(officer, 'inquiries.answer') && mayAnswer(inquiry, officer),
    },
    languageOf(request),
  )
  return sendPage(reply, frame(request, { title: inquiry.title, main, current: 'inquiries' }), status)
}
