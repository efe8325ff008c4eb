import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Temporal } from 'temporal-polyfill'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { readDay, writeDay } from '#components/read-step'
import { advanceDossier, type DossierView, readDossier } from '#modules/dossiers'
import { findDeskName, makeApology } from '#modules/forms'
import { type OfficerActor, officerOf, takeParkedTexts } from '#modules/identity'
import { receiveForm } from '#modules/papers'
import { findApologyDraft } from '#modules/tasks'
import type { Context } from '#platform/context'
import { sendPage } from '#platform/http'
import { isDueNow } from './commands.ts'
import { dossierHref, dossierTitle, type Remark } from './dossier-address.ts'
import { type Exchange, openExchange } from './exchange.ts'
import { extensionMessages } from './extension-messages.ts'
import { type ExtensionPage, extensionPage } from './extension-view.ts'
import { officerMessages } from './messages.ts'
import { readCommand } from './read-command.ts'
import { explainRefusedCommand, problemsOf } from './refusals.ts'

const params = Type.Object({ code: Type.String({ maxLength: 60 }) })

/** `/officer/dossiers/:code/extension`: the apology with its new day (form 04), for who may sign it. */
export const extensionPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const open = openExchange(context, frame)
    const schema = { hide: true, params }
    const showing = { config: { permission: 'dossiers.list_work' }, schema } as const
    app.get('/officer/dossiers/:code/extension', showing, async (request, reply) => {
      const exchange = open(request, reply)
      const { code } = request.params
      const view = await readDossier(context, code, request.actor, 'extension')
      const parked = await takeParkedTexts(context.db, request)
      const isOpen = view.commands.includes('extend')
      if (!isOpen) return await reply.redirect(dossierHref(view), 303)
      if (parked) return sendExtension(exchange, { view, typed: typedIn(parked), remark: typedBack(exchange) })
      const draft = await findApologyDraft(context.db, view.dossier.id)
      const typed = { reason: draft?.reason ?? '', until: draft ? writeDay(draft.proposedUntil) : '' }
      return sendExtension(exchange, { view, typed, remark: remarkOf(exchange, view, draft !== null) })
    })

    const giving = { config: { permission: 'dossiers.command' }, schema } as const
    app.post('/officer/dossiers/:code/extension', giving, (request, reply) =>
      extend(open(request, reply), request.params.code),
    )
  }

type Typed = ExtensionPage['typed']
type Fields = Readonly<Record<string, string>>

const typedIn = ({ reason = '', until = '' }: Fields): Typed => ({ reason, until })
const typedBack = ({ language }: Exchange): Remark => ({
  tone: 'done',
  body: officerMessages(language).typedBack,
})

/** What is to be known before anything is typed: that it is too late, or that the letter was begun by the system. */
function remarkOf({ language }: Exchange, view: DossierView, isDrafted: boolean): Remark | null {
  if (isDueNow(view)) return { tone: 'warn', body: officerMessages(language).extendedTooLate }
  return isDrafted ? { tone: 'warn', body: extensionMessages(language).drafted } : null
}

/** Shows the letter with what was typed, or signs it: the command `extend`. Nothing is lost when it is refused. */
async function extend(exchange: Exchange, code: string): Promise<FastifyReply> {
  const { context, request, reply, language } = exchange
  const actor = officerOf(request)
  const { fields } = await receiveForm(context, request)
  const typed = typedIn(fields)
  const view = await readDossier(context, code, actor, 'extension')
  if (fields.command === 'preview')
    return sendExtension(exchange, { view, typed, remark: remarkOf(exchange, view, false) })
  const read = readCommand({ type: 'extend', fields: typed, kept: {} }, view, language)
  if (!read.ok) return sendExtension(exchange, { view, typed, problems: read.problems, status: 422 })
  const { key = '', revision = '' } = fields
  // A form without a revision has seen nothing: it never wins.
  const seen = { key: key || null, revision: Number.parseInt(revision, 10) || 0 }
  try {
    await advanceDossier(context, code, { command: read.command, ...seen }, actor)
    return await reply.redirect(dossierHref(view, '?done=extend'), 303)
  } catch (error) {
    const refusal = explainRefusedCommand(error, 'extend', language)
    if (!refusal) throw error
    const newest = await readDossier(context, code, actor, 'extension')
    const problems = problemsOf(refusal)
    const remark = refusal.field ? null : ({ tone: 'warn', body: refusal.sentence } as const)
    return sendExtension(exchange, { view: newest, typed, problems, remark, status: refusal.status })
  }
}

type Shown = Readonly<{
  view: DossierView
  typed: Typed
  problems?: readonly Problem[]
  remark?: Remark | null
  status?: number
}>

async function sendExtension(exchange: Exchange, shown: Shown): Promise<FastifyReply> {
  const { frame, request, reply, language } = exchange
  const { view, typed, problems = [], remark = null, status = 200 } = shown
  const letter = await draftLetter(exchange, view, typed)
  const main = extensionPage({ view, typed, letter, problems, remark, key: randomUUID() }, language)
  const title = `${extensionMessages(language).title}: ${dossierTitle(view, language)}`
  return sendPage(reply, frame(request, { title, main, current: 'worklist' }), status)
}

/** The letter as it would be signed now by who is looking at it. */
async function draftLetter({ context, request, language }: Exchange, view: DossierView, typed: Typed) {
  const { fullName: name, position } = request.actor as OfficerActor
  const open = extensionMessages(language).unknownPart
  const until = readDay(typed.until)
  const draft = {
    reason: typed.reason.trim() || open,
    until: until ? Temporal.PlainDate.from(until) : null,
    at: null,
    signer: { name, position },
  }
  return makeApology(view, draft, await findDeskName(context.db, view))
}
