import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { type Advance, advanceDossier, type DossierView, dossierMessages, readDossier } from '#modules/dossiers'
import { findPortalCode } from '#modules/filings'
import { takeParkedTexts } from '#modules/identity'
import {
  explainRefusal,
  listOwnPapers,
  type ReceivedForm,
  receiveForm,
  type StoredPaper,
} from '#modules/papers'
import type { Context } from '#platform/context'
import { AppError } from '#platform/errors'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { messagesOf } from './dossier-messages.ts'
import { type DossierPage, dossierPage, dossierTitle, knownAs } from './dossier-page.ts'
import { listRequestedPapers } from './supplement-form.ts'
import { withdrawPage } from './withdraw-page.ts'

const schema = { hide: true, params: Type.Object({ code: Type.String() }) }
const commanding = { schema, config: { permission: 'dossiers.command_own' } } as const
type OfDossier = FastifyRequest<{ Params: { code: string } }>

const hrefOf = (code: string): string => `/my/dossiers/${encodeURIComponent(code)}`
const uuid = /^kept\.([0-9a-f]{8}-[0-9a-f-]{27})$/

/** What a person can do to their own dossier: send the papers that were asked for, or withdraw it. */
export const commandPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { supplement, withdraw, showWithdraw } = makeCommands(context, frame)

    // Where somebody comes back to who had to sign in again.
    app.get('/my/dossiers/:code/supplement', commanding, (request, reply) =>
      reply.redirect(`${hrefOf(request.params.code)}#supplement`, 303),
    )
    app.post('/my/dossiers/:code/supplement', commanding, (request, reply) => supplement(request, reply))
    app.get('/my/dossiers/:code/withdraw', commanding, async (request, reply) => {
      const view = await readDossier(context, request.params.code, request.actor, 'own')
      if (!view.commands.includes('withdraw')) return await reply.redirect(hrefOf(knownAs(view)), 303)
      const parked = await takeParkedTexts(context.db, request)
      return showWithdraw(request, reply, view, {
        reason: parked?.reason ?? '',
        problems: [],
        isBack: parked !== null,
      })
    })
    app.post('/my/dossiers/:code/withdraw', commanding, (request, reply) => withdraw(request, reply))
  }

function makeCommands(context: Context, frame: Frame) {
  async function showDossier(
    request: OfDossier,
    reply: FastifyReply,
    view: DossierView,
    shown: Partial<Pick<DossierPage, 'said' | 'problems' | 'kept'>> & Readonly<{ status: number }>,
  ): Promise<FastifyReply> {
    const language = languageOf(request)
    const { said = null, problems = [], kept = new Map(), status } = shown
    const portalCode = await findPortalCode(context.db, view.dossier.id)
    const main = dossierPage({ view, publicUrl: context.publicUrl, portalCode, said, problems, kept, language })
    const title = dossierTitle(view, language)
    return sendPage(reply, frame(request, { title, main, current: 'dossiers' }), status)
  }

  function showWithdraw(
    request: OfDossier,
    reply: FastifyReply,
    view: DossierView,
    {
      reason,
      problems,
      isBack = false,
    }: Readonly<{ reason: string; problems: readonly Problem[]; isBack?: boolean }>,
  ): FastifyReply {
    const language = languageOf(request)
    const main = withdrawPage({ view, reason, problems, isBack, language })
    const page = { title: messagesOf(language).withdrawTitle, main, current: 'dossiers' }
    return sendPage(reply, frame(request, page), problems.length > 0 ? 422 : 200)
  }

  /** Carries a command out and leads to the dossier; where it cannot be, the newest state says why. */
  async function carryOut(request: OfDossier, reply: FastifyReply, advance: Advance): Promise<FastifyReply> {
    const { code } = request.params
    try {
      await advanceDossier(context, code, advance, request.actor)
      return await reply.redirect(`${hrefOf(code)}?done=${advance.command.type}`, 303)
    } catch (error) {
      if (!isRefusal(error)) throw error
      const view = await readDossier(context, code, request.actor, 'own')
      const text = explain(error, languageOf(request))
      return await showDossier(request, reply, view, { said: { tone: 'warn', text }, status: error.status })
    }
  }

  async function supplement(request: OfDossier, reply: FastifyReply): Promise<FastifyReply> {
    const language = languageOf(request)
    const view = await readDossier(context, request.params.code, request.actor, 'own')
    const form = await receiveForm(context, request)
    const kept = await listKept(context, form, request)
    const asked = listRequestedPapers(view, language)
    const papers = asked.flatMap(({ field, component }) =>
      (kept.get(field) ?? []).map(({ id }) => ({ component, paper: id })),
    )
    const problems = problemsOf(form, papers.length, asked[0]?.field ?? '', language)
    if (problems.length > 0 && view.commands.includes('supplement'))
      return await showDossier(request, reply, view, { problems, kept, status: 422 })
    return await carryOut(request, reply, { command: { type: 'supplement' }, papers, ...onceOf(form.fields) })
  }

  async function withdraw(request: OfDossier, reply: FastifyReply): Promise<FastifyReply> {
    const { reason = '', ...fields } = (request.body ?? {}) as Record<string, string>
    if (reason.trim() !== '') {
      const command = { type: 'withdraw', reason: reason.trim().slice(0, 500) } as const
      return await carryOut(request, reply, { command, ...onceOf({ ...fields, command: 'withdraw' }) })
    }
    const view = await readDossier(context, request.params.code, request.actor, 'own')
    const problems = [{ field: 'reason', sentence: messagesOf(languageOf(request)).withdrawMissing }]
    return showWithdraw(request, reply, view, { reason, problems })
  }

  return { supplement, withdraw, showWithdraw }
}

/** The revision the person saw, which also makes the second press of the same button harmless. */
function onceOf({
  revision = '',
  command = 'supplement',
}: Readonly<Record<string, string>>): Pick<Advance, 'key' | 'revision'> {
  return /^\d{1,9}$/.test(revision) ? { key: `${command}-${revision}`, revision: Number(revision) } : {}
}

/** The files of this form and those that had arrived with an earlier attempt, by field. */
async function listKept(
  { db }: Context,
  form: ReceivedForm,
  { actor }: OfDossier,
): Promise<Map<string, StoredPaper[]>> {
  const earlier = Object.entries(form.fields).flatMap(([name, field]) => {
    const id = uuid.exec(name)?.[1]
    return id ? [{ id, field }] : []
  })
  const ids = earlier.map(({ id }) => id).slice(0, 50)
  const own = actor.kind === 'citizen' && ids.length > 0 ? await listOwnPapers(db, ids, actor.accountId) : []
  const fieldOf = new Map(earlier.map(({ id, field }) => [id, field]))
  const entries = [
    ...own.map((paper) => ({ field: fieldOf.get(paper.id) ?? '', paper })),
    ...form.papers.flatMap(({ field, result }) => (result.ok ? [{ field, paper: result.paper }] : [])),
  ]
  const byField = Map.groupBy(entries, ({ field }) => field)
  return new Map([...byField].map(([field, group]) => [field, group.map(({ paper }) => paper)]))
}

function problemsOf(form: ReceivedForm, count: number, firstField: string, language: Language): Problem[] {
  const refused = form.papers.flatMap(({ field, result }) =>
    result.ok ? [] : [{ field, sentence: explainRefusal(result, language) }],
  )
  if (refused.length > 0 || count > 0) return refused
  return [{ field: firstField, sentence: dossierMessages(language).supplementNothing }]
}

const isRefusal = (error: unknown): error is AppError =>
  error instanceof AppError &&
  (error.code.startsWith('dossiers.') || error.code === 'request.key_reused') &&
  error.status !== 404

function explain({ code }: AppError, language: Language): string {
  const say = messagesOf(language)
  if (code === 'dossiers.result_exists') return say.resultExists
  // Another form that was sent from the same page got there first.
  const overtaken = ['dossiers.changed_meanwhile', 'dossiers.wrong_state', 'request.key_reused']
  return overtaken.includes(code) ? say.changed : say.refusedCommand
}
