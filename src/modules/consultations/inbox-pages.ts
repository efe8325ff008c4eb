import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { officerOf, takeParkedTexts } from '#modules/identity'
import { receiveForm, sendPaper } from '#modules/papers'
import type { Context } from '#platform/context'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { isId } from '#platform/ids'
import { answerConsultation } from './answer-consultation.ts'
import type { Remark } from './ask-view.ts'
import { consultationProblem } from './errors.ts'
import { explainRefusal, problemsOf } from './explain-refusal.ts'
import { answerPage, consultationsUrl, inboxPage } from './inbox-view.ts'
import { consultationMessages } from './messages.ts'
import {
  type ConsultationView,
  describe,
  mayReadPaperOfConsultation,
  readConsultation,
} from './read-consultations.ts'
import { type Fields, keyOf, textsOf } from './read-question.ts'
import { findConsultation, listOpen } from './repository.ts'
import { opinions } from './rules/consultation.ts'

const pageSize = 40
const Text = Type.Optional(Type.String({ maxLength: 100 }))
const params = Type.Object({ id: Type.String({ maxLength: 60 }) })
const paperParams = Type.Object({ id: Type.String({ maxLength: 60 }), paper: Type.String({ maxLength: 60 }) })
const config = { permission: 'consultations.answer' } as const

type Exchange = Readonly<{ context: Context; frame: Frame; request: FastifyRequest; reply: FastifyReply }>

/** `/officer/consultations`: what this agency is asked, each question with its papers and the form of its answer. */
export const inboxPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const listing = { config, schema: { hide: true, querystring: Type.Object({ after: Text }) } }
    app.get(consultationsUrl, listing, (request, reply) =>
      sendInbox({ context, frame, request, reply }, request.query.after),
    )

    const query = Type.Object({ done: Text })
    const showing = { config, schema: { hide: true, params, querystring: query } }
    app.get(`${consultationsUrl}/:id`, showing, async (request, reply) => {
      const view = await readConsultation(context, request.params.id, request.actor)
      const parked = await takeParkedTexts(context.db, request)
      const say = consultationMessages(languageOf(request))
      const sentence = parked ? say.typedBack : say.saved
      const remark = parked || request.query.done ? ({ tone: 'done', sentence } as const) : null
      return sendAnswer({ context, frame, request, reply }, { view, typed: parked ?? {}, remark })
    })

    app.post(`${consultationsUrl}/:id`, { config, schema: { hide: true, params } }, (request, reply) =>
      answer({ context, frame, request, reply }, request.params.id),
    )

    const reading = { config, schema: { hide: true, params: paperParams } }
    app.get(
      `${consultationsUrl}/:id/papers/:paper`,
      reading,
      async ({ params: { id, paper }, actor }, reply) => {
        const isShown = isId(paper) && (await mayReadPaperOfConsultation(context.db, actor, id, paper))
        if (!isShown) throw consultationProblem('consultations.not_found')
        const wanted = { actor, params: { id: paper }, purpose: 'consultation' }
        return await sendPaper(context, async () => true, wanted, reply, 'inline')
      },
    )
  }

async function sendInbox({ context, frame, request, reply }: Exchange, cursor: string | undefined) {
  const actor = officerOf(request)
  const { db } = context
  const after = cursor && isId(cursor) ? await findConsultation(db, cursor) : null
  const found = await listOpen(db, actor.agencyId, { after, limit: pageSize + 1 })
  const shown = found.slice(0, pageSize)
  const views = await Promise.all(shown.map((one) => describe(context, one)))
  const next = found.length > pageSize ? (shown.at(-1)?.id ?? null) : null
  const language = languageOf(request)
  const main = inboxPage({ views, after: after?.id ?? null, next }, language)
  const title = consultationMessages(language).title
  return sendPage(reply, frame(request, { title, main, current: 'consultations' }))
}

/** Records the answer; comes back with what was typed when it is not taken. */
async function answer(exchange: Exchange, id: string): Promise<FastifyReply> {
  const { context, request, reply } = exchange
  const language = languageOf(request)
  const typed = textsOf((await receiveForm(context, request)).fields)
  const view = await readConsultation(context, id, request.actor)
  const { text = '' } = typed
  const opinion = opinions.find((one) => one === typed.opinion) ?? null
  try {
    await answerConsultation(context, id, { opinion, text }, request.actor, keyOf(typed))
    return await reply.redirect(`${consultationsUrl}/${id}?done=yes`, 303)
  } catch (error) {
    const refusal = explainRefusal(error, language)
    if (!refusal) throw error
    const { status, sentence, field } = refusal
    const remark = field === null ? ({ tone: 'warn', sentence: withTyped(sentence, typed) } as const) : null
    const newest = field === null ? await readConsultation(context, id, request.actor) : view
    return sendAnswer(exchange, { view: newest, typed, problems: problemsOf(refusal), remark, status })
  }
}

/** Where the form is gone, what was typed into it is said, so that it is not lost. */
const withTyped = (sentence: string, { text = '' }: Fields): string =>
  text.trim() ? `${sentence} “${text.trim()}”` : sentence

type Shown = Readonly<{
  view: ConsultationView
  typed: Fields
  problems?: readonly Problem[]
  remark?: Remark | null
  status?: number
}>

function sendAnswer({ frame, request, reply }: Exchange, shown: Shown): FastifyReply {
  const { view, typed, problems = [], remark = null, status = 200 } = shown
  const language = languageOf(request)
  const main = answerPage({ view, typed, problems, remark, key: randomUUID() }, language)
  const title = consultationMessages(language).askFor(view.consultation.dossierCode)
  return sendPage(reply, frame(request, { title, main, current: 'consultations' }), status)
}
