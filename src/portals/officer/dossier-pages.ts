import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { issuedForms } from '#components/issued-forms'
import { hasPage } from '#components/navigation'
import { consultationSection, loadConsultations, mayAsk } from '#modules/consultations'
import {
  advanceDossier,
  type CommandType,
  commandNames,
  type DossierView,
  dossierMessages,
  readDossier,
  writeNotice,
} from '#modules/dossiers'
import { showChoices } from '#modules/eforms'
import { findNameHere, findPortalCode } from '#modules/filings'
import { describeIssued, formMessages, listFormsFor } from '#modules/forms'
import {
  type Actor,
  listOfficerContacts,
  may,
  type OfficerContact,
  officerOf,
  takeParkedTexts,
} from '#modules/identity'
import { besideOurs } from '#modules/mirrors'
import { toldOfResults } from '#modules/nationalvault'
import { listScans, receiveForm } from '#modules/papers'
import { inLanguage } from '#modules/procedures'
import { describeReceipts } from '#modules/receipts'
import type { RegisterDesk } from '#modules/registers'
import { listResultsOf, officerResult } from '#modules/results'
import { contactPart } from '#modules/shipments'
import { toldLines } from '#modules/sync'
import { roleOfStep } from '#modules/tasks'
import { findReports } from '#modules/verification'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { requestProblem } from '#platform/errors'
import { type Html, html } from '#platform/html'
import { sendPage } from '#platform/http'
import type { Language } from '#platform/i18n'
import { type CommandPage, commandPage } from './command-view.ts'
import { isCommandType, isPlain } from './commands.ts'
import { dossierHref, dossierTitle, type Remark } from './dossier-address.ts'
import { type DossierPage, dossierPage, type Print } from './dossier-view.ts'
import { type Exchange, openExchange } from './exchange.ts'
import { keepPapersOf } from './kept-papers.ts'
import { officerMessages } from './messages.ts'
import { personCheckPart } from './person-check.ts'
import { readCommand, type TypedCommand } from './read-command.ts'
import { explainRefusedCommand, problemsOf } from './refusals.ts'
import { suggestFees } from './suggest-fees.ts'

const params = Type.Object({ code: Type.String({ maxLength: 60 }) })
const commandParams = Type.Object({ code: Type.String({ maxLength: 60 }), type: Type.String() })
const dossierQuery = Type.Object({ done: Type.Optional(Type.String()) })
const commandQuery = Type.Object({ fee: Type.Optional(Type.String()) })
const printed: readonly Print[] = ['receipt.pdf', 'control-sheet.pdf', 'apology.pdf']

/** `/officer/dossiers/:code` with the page of each command: no command is given without the revision that was seen. */
export const dossierPages =
  (context: Context, frame: Frame, registers: RegisterDesk | null): FastifyPluginAsyncTypebox =>
  async (app) => {
    const open = openExchange(context, frame, registers)
    const reading = { config: { permission: 'dossiers.list_work' } } as const
    const showing = { ...reading, schema: { hide: true, params, querystring: dossierQuery } }
    app.get('/officer/dossiers/:code', showing, async (request, reply) => {
      const exchange = open(request, reply)
      const { code } = request.params
      const here = await findNameHere(context.db, code, request.actor)
      if (here) return await reply.redirect(`/officer/dossiers/${here}`, 303)
      const view = await readDossier(context, code, request.actor)
      const { done = '' } = request.query
      return await sendDossier(exchange, { view, remark: remarkOn(done, exchange.language) }, 200)
    })

    const asking = { ...reading, schema: { hide: true, params: commandParams, querystring: commandQuery } }
    app.get('/officer/dossiers/:code/commands/:type', asking, async (request, reply) => {
      const exchange = open(request, reply)
      const type = typeOf(request.params.type)
      const view = await readDossier(context, request.params.code, request.actor)
      const parked = isPlain(type) ? null : await takeParkedTexts(context.db, request)
      if (parked) return await showAgain(exchange, view, type, parked)
      const elsewhere = placeElsewhere(type, view)
      if (elsewhere) return await reply.redirect(elsewhere, 303)
      const fields = suggestionsFor(type, view, request.query.fee, exchange.language)
      return sendCommand(exchange, { view, typed: { type, fields, kept: {} }, problems: [] }, 200)
    })

    const giving = {
      config: { permission: 'dossiers.command' },
      schema: { hide: true, params: commandParams },
    } as const
    app.post('/officer/dossiers/:code/commands/:type', giving, (request, reply) =>
      giveCommand(open(request, reply), request.params.code, typeOf(request.params.type)),
    )
  }

/** Where a command is given that has no page here, or none now; null when it has. */
function placeElsewhere(type: CommandType, view: DossierView): string | null {
  if (isPlain(type) || !view.commands.includes(type)) return dossierHref(view)
  return type === 'extend' ? dossierHref(view, '/extension') : null
}

function typeOf(text: string): CommandType {
  if (!isCommandType(text)) throw requestProblem('request.not_found')
  return text
}

/** What has just been done, by the name the address says it by; null for any other text. */
function remarkOn(done: string, language: Language): Remark | null {
  const body = isCommandType(done)
    ? dossierMessages(language).done(commandNames[done][language].toLowerCase())
    : done === 'consultation' && officerMessages(language).consultationSent
  return body ? { tone: 'done', body } : null
}

/** The fee of the procedure, filled in: the officer may change both. */
function suggestionsFor(
  type: CommandType,
  view: DossierView,
  wanted: string | undefined,
  language: Language,
): Record<string, string> {
  if (type !== 'request_payment') return {}
  const fees = suggestFees(view)
  const fee = fees.find(({ key }) => key === wanted) ?? fees[0]
  return fee ? { amount: String(fee.amountVnd), reason: inLanguage(fee, language).name } : {}
}

/** Reads the form, gives the command; comes back with what was typed when it cannot be carried out. */
async function giveCommand(exchange: Exchange, code: string, type: CommandType): Promise<FastifyReply> {
  const { context, request, reply, language } = exchange
  const actor = officerOf(request)
  const form = await receiveForm(context, request)
  const [view, { kept, problems }] = await Promise.all([
    readDossier(context, code, actor),
    keepPapersOf(context.db, form, actor.accountId, language),
  ])
  const typed: TypedCommand = { type, fields: form.fields, kept }
  const read = readCommand(typed, view, language)
  if (!read.ok) return comeBack(exchange, { view, typed, problems: [...problems, ...read.problems] })
  if (problems.length > 0) return comeBack(exchange, { view, typed, problems })
  const advance = {
    command: read.command,
    papers: papersOf(typed),
    key: form.fields.key || null,
    revision: revisionOf(form.fields),
  }
  try {
    const advanced = await advanceDossier(context, code, advance, actor)
    const name = advanced.code ?? advanced.reference
    return await reply.redirect(`/officer/dossiers/${name}?done=${type}`, 303)
  } catch (error) {
    const refusal = explainRefusedCommand(error, type, language)
    if (!refusal) throw error
    const newest = await readDossier(context, code, actor)
    const remark = refusal.field ? null : ({ tone: 'warn', body: refusal.sentence } as const)
    const back = { view: newest, typed, problems: problemsOf(refusal), remark }
    return comeBack(exchange, back, refusal.status)
  }
}

/** The revision that was seen. A form without one has seen nothing: it never wins. */
const revisionOf = ({ revision = '' }: Readonly<Record<string, string>>): number =>
  Number.parseInt(revision, 10) || 0

const papersOf = ({ kept }: TypedCommand) =>
  Object.entries(kept).flatMap(([component, papers]) => papers.map(({ id }) => ({ component, paper: id })))

/** The form as it was typed before the session ended. */
async function showAgain(
  exchange: Exchange,
  view: DossierView,
  type: CommandType,
  fields: Readonly<Record<string, string>>,
): Promise<FastifyReply> {
  const { context, request, language } = exchange
  const accountId = request.actor.kind === 'officer' ? request.actor.accountId : ''
  const { kept } = await keepPapersOf(context.db, { fields, papers: [] }, accountId, language)
  const isOpen = view.commands.includes(type)
  const remark = isOpen ? ({ tone: 'done', body: officerMessages(language).typedBack } as const) : null
  return comeBack(exchange, { view, typed: { type, fields, kept }, problems: [], remark }, 200)
}

type Back = Omit<CommandPage, 'message' | 'key'>

/** The form again when the command is still lawful, else the newest dossier with what was typed. */
async function comeBack(exchange: Exchange, back: Back, status = 422): Promise<FastifyReply> {
  const { view, typed, remark } = back
  if (!isPlain(typed.type) && view.commands.includes(typed.type)) return sendCommand(exchange, back, status)
  const words = officerMessages(exchange.language)
  const texts = ['reason', 'unseenReason', 'note', 'amount', 'receiptReference'].flatMap(
    (name) => typed.fields[name]?.trim() || [],
  )
  const kept = texts.map((text) => words.quoted(text)).join(' ')
  const body = html`<p>${remark?.body ?? words.notAllowed}</p>${kept && html`<p class="mc-t0">${words.typedKept}: ${kept}</p>`}`
  return await sendDossier(exchange, { view, remark: { tone: 'warn', body } }, status)
}

async function sendDossier(
  exchange: Exchange,
  { view, remark }: Readonly<{ view: DossierView; remark: Remark | null }>,
  status: number,
): Promise<FastifyReply> {
  const { context, frame, request, reply, language } = exchange
  const askHref = mayAsk(request.actor, view.dossier) ? dossierHref(view, '/consultations/new') : null
  const views = await loadConsultations(context, view.dossier.id)
  const consultations = consultationSection({ views, askHref }, language)
  const forms = await formsPart(context, view, request.actor, language)
  const mayAcknowledge = may(request.actor, 'mirrors.acknowledge')
  const [form, parts, check, sent, beside, receipts, portalCode] = await Promise.all([
    view.procedure.form && showChoices(context.db, view.procedure.form, view.dossier.answers),
    loadPapers(context, request, view, language),
    personCheckPart(exchange, view),
    toldLines(context.db, view.dossier.id, language),
    besideOurs(context.db, view.dossier, mayAcknowledge, language),
    describeReceipts(context.db, view.dossier.id, language),
    findPortalCode(context.db, view.dossier.id),
  ])
  const contact = await contactPart(context, { view, language })
  const told = html`${sent}${beside}${contact}`
  const shown = { ...view, procedure: { ...view.procedure, form } }
  const page = {
    view: shown,
    portalCode,
    remark,
    key: randomUUID(),
    prints: listPrints(request, view),
    consultations,
    forms,
    check,
    told,
    receipts,
    ...parts,
  }
  const content = {
    title: dossierTitle(view, language),
    main: dossierPage(page, language),
    current: 'worklist',
    wide: true,
  }
  return sendPage(reply, frame(request, content), status)
}

/** What belongs to the papers of a dossier: its result, and what was found of their signatures and of malware. */
async function loadPapers(
  { db }: Context,
  { actor }: FastifyRequest,
  { dossier, attachments }: DossierView,
  language: Language,
): Promise<Pick<DossierPage, 'result' | 'reports' | 'scans'>> {
  const contents = attachments.map(({ sha256 }) => sha256)
  const papers = attachments.map(({ paperId }) => paperId)
  const [results, reports, scans] = await Promise.all([
    listResultsOf(db, dossier.id),
    findReports(db, contents),
    listScans(db, papers),
  ])
  return {
    reports,
    scans,
    result:
      actor.kind === 'officer'
        ? html`${officerResult(results, dossier, actor, language)}${await toldOfResults(
            db,
            results.map(({ id }) => id),
            language,
          )}`
        : null,
  }
}

/** What was issued, with the way to its page. */
async function formsPart(
  context: Context,
  view: DossierView,
  actor: Actor,
  language: Language,
): Promise<Html | null> {
  const say = formMessages(language)
  const lines = describeIssued(await listFormsFor(context, view.dossier.id, actor), '/officer', language)
  const after = html`<p class="mc-small mc-t1"><a href="${dossierHref(view, '/forms')}">${say.manage}</a></p>`
  return issuedForms({ title: say.heading, lines, after })
}

async function sendCommand(exchange: Exchange, back: Back, status: number): Promise<FastifyReply> {
  const { context, frame, request, reply, language } = exchange
  const officers = back.typed.type === 'assign' ? await listAssignable(context.db, back.view) : []
  const page = { ...back, officers, message: previewMessage(context, back), key: randomUUID() }
  const title = `${commandNames[back.typed.type][language]}: ${dossierTitle(back.view, language)}`
  const content = { title, main: commandPage(page, language), current: 'worklist' }
  return sendPage(reply, frame(request, content), status)
}

/** The officers of the agency that has the dossier whose work the present step is. */
const listAssignable = (db: Db, { dossier }: DossierView): Promise<OfficerContact[]> => {
  const { step, receivingAgencyId, competentAgencyId } = dossier
  const isOfOneStop = step === 'reception' || step === 'delivery'
  const agencyId = isOfOneStop ? receivingAgencyId : competentAgencyId
  return listOfficerContacts(db, { agencyId, role: roleOfStep[step] })
}

/** What can be printed of a dossier: nothing before acceptance, an apology only when there was one. */
const listPrints = (request: FastifyRequest, { dossier }: DossierView): Print[] =>
  printed.filter((name) => {
    if (!dossier.code || (name === 'apology.pdf' && !dossier.extendedAt)) return false
    return hasPage(request, `/officer/dossiers/:code/${name}`)
  })

/** The message as it would be written now, with the reason typed so far. */
function previewMessage({ clock, publicUrl }: Context, { view, typed }: Back): CommandPage['message'] {
  const { dossier } = view
  const event = {
    number: dossier.revision + 1,
    type: typed.type,
    at: clock.now(),
    actorKind: 'officer',
    actorId: '',
    actorName: '',
    actorPosition: null,
    state: dossier.state,
    step: dossier.step,
    dueAt: dossier.dueAt,
    calendarVersion: dossier.calendarVersion,
    detail: { reason: typed.fields.reason || '…' },
  } as const
  return writeNotice(dossier, event, publicUrl)
}
