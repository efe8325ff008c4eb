import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { type DossierView, readDossier } from '#modules/dossiers'
import { takeParkedTexts } from '#modules/identity'
import { listAgencies } from '#modules/organisations'
import { receiveForm } from '#modules/papers'
import type { Context } from '#platform/context'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { askAgency } from './ask-agency.ts'
import { askPage, dossierHref, type Remark } from './ask-view.ts'
import { explainRefusal, problemsOf } from './explain-refusal.ts'
import { consultationMessages } from './messages.ts'
import { type Fields, keyOf, readQuestion, textsOf } from './read-question.ts'
import { mayAsk } from './rules/consultation.ts'

const params = Type.Object({ code: Type.String({ maxLength: 60 }) })
const url = '/officer/dossiers/:code/consultations/new'

type Exchange = Readonly<{ context: Context; frame: Frame; request: FastifyRequest; reply: FastifyReply }>

/** `/officer/dossiers/:code/consultations/new`: the form on which another agency is asked. */
export const askPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const guarded = { config: { permission: 'consultations.ask' }, schema: { hide: true, params } } as const

    app.get(url, guarded, async (request, reply) => {
      const view = await readDossier(context, request.params.code, request.actor, 'consultation')
      if (!mayAsk(request.actor, view.dossier)) return await reply.redirect(dossierHref(view), 303)
      const parked = await takeParkedTexts(context.db, request)
      const sentence = consultationMessages(languageOf(request)).typedBack
      const remark = parked ? ({ tone: 'done', sentence } as const) : null
      return await sendForm({ context, frame, request, reply }, { view, typed: parked ?? {}, remark })
    })

    app.post(url, guarded, (request, reply) => ask({ context, frame, request, reply }, request.params.code))
  }

/** Asks; comes back with what was typed when it cannot be asked. */
async function ask(exchange: Exchange, code: string): Promise<FastifyReply> {
  const { context, request, reply } = exchange
  const language = languageOf(request)
  const typed = textsOf((await receiveForm(context, request)).fields)
  const view = await readDossier(context, code, request.actor, 'consultation')
  const read = readQuestion(typed, language)
  if (!read.ok) return await sendForm(exchange, { view, typed, problems: read.problems, status: 422 })
  try {
    await askAgency(context, code, read.question, request.actor, keyOf(typed))
    return await reply.redirect(dossierHref(view, '?done=consultation#case-consultations'), 303)
  } catch (error) {
    const refusal = explainRefusal(error, language)
    if (!refusal) throw error
    const { status, sentence, field } = refusal
    const remark = field === null ? ({ tone: 'warn', sentence } as const) : null
    return await sendForm(exchange, { view, typed, problems: problemsOf(refusal), remark, status })
  }
}

type Shown = Readonly<{
  view: DossierView
  typed: Fields
  problems?: readonly Problem[]
  remark?: Remark | null
  status?: number
}>

async function sendForm({ context, frame, request, reply }: Exchange, shown: Shown): Promise<FastifyReply> {
  const { view, typed, problems = [], remark = null, status = 200 } = shown
  const language = languageOf(request)
  const all = await listAgencies(context.db)
  const agencies = all.filter(({ id }) => id !== view.dossier.competentAgencyId)
  const main = askPage({ view, agencies, typed, problems, remark, key: randomUUID() }, language)
  const title = consultationMessages(language).askFor(view.dossier.code ?? view.dossier.reference)
  return sendPage(reply, frame(request, { title, main, current: 'worklist' }), status)
}
