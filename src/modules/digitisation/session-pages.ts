import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { notice } from '#components/notice'
import { officerOf } from '#modules/identity'
import { explainRefusal, type PaperRefusal } from '#modules/papers'
import type { Context } from '#platform/context'
import { AppError } from '#platform/errors'
import { html, type Piece } from '#platform/html'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { isId } from '#platform/ids'
import { askCopy } from './ask-copy.ts'
import { changePage, changePaper, isPageChange } from './change-pages.ts'
import { digitisationProblem } from './errors.ts'
import { explainProblem, kindName, scanMessages } from './messages.ts'
import { endSession, getOwnSession, listComponents, openSession, paperKinds } from './open-session.ts'
import { makePhoneLink } from './phone-pages.ts'
import type { ScanSession } from './repository.ts'
import {
  countPapers,
  findPage,
  listOpenCaptures,
  listPages,
  listScannedPapers,
  listSessions,
} from './repository.ts'
import { listCopiesOf } from './repository-copies.ts'
import { keptPagesOf } from './rules/page.ts'
import { listFolder, takeFolder } from './scan-folder.ts'
import { printSeparators } from './separator-sheets.ts'
import { listPage, onePage, type SessionView, scansUrl, sessionPage, type TypedStart } from './session-view.ts'
import { takeForm } from './take-files.ts'

const pageSize = 20
const Text = Type.Optional(Type.String({ maxLength: 200 }))
const config = { permission: 'digitisation.scan' } as const
const params = Type.Object({ id: Type.String({ maxLength: 60 }) })
const pageParams = Type.Object({ id: Type.String({ maxLength: 60 }), page: Type.String({ maxLength: 60 }) })

type Exchange = Readonly<{
  context: Context
  frame: Frame
  request: FastifyRequest
  reply: FastifyReply
  language: Language
}>

/** `/officer/scans`: sessions of scanning, their pages and papers. Every button sends the form and loses nothing. */
export const sessionPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const open = (request: FastifyRequest, reply: FastifyReply): Exchange => ({
      context,
      frame,
      request,
      reply,
      language: languageOf(request),
    })
    const querystring = Type.Object({ before: Text, name: Text, procedure: Text, component: Text })
    app.get(scansUrl, { config, schema: { hide: true, querystring } }, async (request, reply) => {
      const { name = '', procedure = '', component = '', before } = request.query
      const typed = { name, procedure, component, kind: 'ordinary' }
      return sendList(open(request, reply), { typed, before: before ?? null })
    })
    app.post(scansUrl, { config, schema: { hide: true } }, (request, reply) => start(open(request, reply)))
    app.get(`${scansUrl}/separators.pdf`, { config, schema: { hide: true } }, async (request, reply) =>
      reply.type('application/pdf').send(await printSeparators(languageOf(request))),
    )
    const shown = { config, schema: { hide: true, params, querystring: Type.Object({ taken: Text }) } }
    app.get(`${scansUrl}/:id`, shown, async (request, reply) => {
      const exchange = open(request, reply)
      const session = await getOwnSession(context, request.params.id, request.actor)
      const { taken } = request.query
      const isNumber = taken !== undefined && /^\d{1,4}$/.test(taken)
      const remark = isNumber ? done(scanMessages(exchange.language).taken(Number(taken))) : null
      return sendSession(exchange, session, { remark })
    })
    app.post(`${scansUrl}/:id`, { config, schema: { hide: true, params } }, async (request, reply) =>
      act(open(request, reply), await getOwnSession(context, request.params.id, request.actor)),
    )
    app.get(
      `${scansUrl}/:id/pages/:page`,
      { config, schema: { hide: true, params: pageParams } },
      (request, reply) => sendOnePage(open(request, reply), request.params),
    )
    for (const size of ['thumbnail', 'picture'] as const) {
      const schema = { hide: true, params: pageParams }
      app.get(`${scansUrl}/:id/pages/:page/${size}`, { config, schema }, (request, reply) =>
        sendPicture(open(request, reply), request.params, size),
      )
    }
  }

const done = (sentence: string): Piece => notice({ tone: 'done', live: true, body: html`<p>${sentence}</p>` })

type Listing = Readonly<{
  typed: TypedStart
  before?: string | null
  problems?: readonly Problem[]
  refusal?: string
}>

async function sendList(exchange: Exchange, { typed, before = null, problems = [], refusal }: Listing) {
  const { context, frame, request, reply, language } = exchange
  const cursor = before && isId(before) ? before : null
  const { accountId } = officerOf(request)
  const found = await listSessions(context.db, accountId, { before: cursor, limit: pageSize + 1 })
  const sessions = found.slice(0, pageSize)
  const papers = await countPapers(
    context.db,
    sessions.map(({ id }) => id),
  )
  const next = found.length > pageSize ? (sessions.at(-1)?.id ?? null) : null
  const lines = sessions.map((session) => ({ session, papers: papers.get(session.id) ?? 0 }))
  const view = { typed, problems, refusal: refusal ?? null, sessions: lines, before: cursor, next }
  const title = scanMessages(language).title
  const content = { title, main: listPage(view, language), current: 'scans', styles: ['scan.css'] }
  return sendPage(reply, frame(request, content), problems.length > 0 || refusal ? 422 : 200)
}

/** Opens a session, or says why a paper of this kind stays paper. */
async function start(exchange: Exchange): Promise<FastifyReply> {
  const { context, request, reply, language } = exchange
  const say = scanMessages(language)
  const { fields } = await takeForm(context, request, () => {
    throw digitisationProblem('digitisation.not_found')
  })
  const { name = '', kind: typedKind = '', procedure = '', component = '' } = fields
  const kind = paperKinds.find((one) => one === typedKind) ?? 'ordinary'
  const typed = { name, kind, procedure: procedure.slice(0, 60), component: component.slice(0, 100) }
  const title = name.trim().slice(0, 150)
  if (title === '')
    return await sendList(exchange, { typed, problems: [{ field: 'name', sentence: say.nameMissing }] })
  try {
    const asked = { kind, title, procedureCode: typed.procedure || null, component: typed.component || null }
    const session = await openSession(context, officerOf(request), asked)
    return await reply.redirect(`${scansUrl}/${session.id}`, 303)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'digitisation.not_scanned') throw error
    return await sendList(exchange, { typed, refusal: say.notScanned(kindName(kind, language)) })
  }
}

type Shown = Partial<Pick<SessionView, 'remark' | 'problems' | 'phone' | 'typed'>>

async function sendSession(exchange: Exchange, session: ScanSession, shown: Shown): Promise<FastifyReply> {
  const { context, frame, request, reply, language } = exchange
  const { db } = context
  const [papers, pages, captures, copies, components, folder] = await Promise.all([
    listScannedPapers(db, session.id),
    listPages(db, session.id),
    listOpenCaptures(db, session.id),
    listCopiesOf(db, session.id),
    listComponents(context, session.procedureCode, language),
    listFolder(context, officerOf(request)),
  ])
  const { remark = null, problems = [], phone = null, typed = {} } = shown
  const loaded = { session, papers, pages, captures, copies, components, inFolder: folder?.length ?? null }
  const main = sessionPage({ ...loaded, remark, problems, phone, typed }, language)
  const content = { title: session.title, main, current: 'scans', styles: ['scan.css'], scripts: ['scan.js'] }
  return sendPage(reply, frame(request, content), problems.length > 0 ? 422 : 200)
}

/** Whatever button was pressed; what was typed about a paper is kept first. */
async function act(exchange: Exchange, session: ScanSession): Promise<FastifyReply> {
  const { context, request, language } = exchange
  const officer = officerOf(request)
  const { fields, taken, refused } = await takeForm(context, request, (sent) => ({
    session,
    source: 'upload',
    byName: officer.fullName,
    actor: officer,
    replacesPageId: isId(sent.replaces ?? '') ? (sent.replaces ?? null) : null,
  }))
  const { v: pressed = '' } = fields
  if (pressed === 'upload') return await afterTaking(exchange, session, { taken, refused })
  if (pressed === 'folder')
    return await afterTaking(exchange, session, await takeFolder(context, officer, session))
  if (pressed === 'phone') {
    return await sendSession(exchange, session, { phone: await makePhoneLink(context, session) })
  }
  const problems = await keepTyped(exchange, session, fields)
  const [verb = '', object = ''] = pressed.split(' ')
  if (problems.length > 0) return await sendSession(exchange, session, { problems, typed: fields })
  if (verb === 'make') return await make(exchange, session, Number(object))
  if (pressed === 'close') await endSession(context, session)
  else if (isPageChange(verb) && isId(object)) await changePage(context, session, object, verb)
  const paper = /^\d{1,4}$/.test(fields.paper ?? '') ? `#paper-${fields.paper}` : ''
  return await exchange.reply.redirect(`${scansUrl}/${session.id}${paper}`, 303)

  async function make(to: Exchange, of: ScanSession, number: number): Promise<FastifyReply> {
    const asked = await askCopy(context, officer, of, number)
    if (asked.ok) return await to.reply.redirect(`${scansUrl}/${of.id}/papers/${number}`, 303)
    const field = `pages.${number}`
    const found = asked.problems.map((problem) => ({ field, sentence: explainProblem(problem, language) }))
    return await sendSession(to, of, { problems: found })
  }
}

/** The name, component and count typed about the paper whose form this is; a count that is none is told. */
async function keepTyped(
  { context, language }: Exchange,
  session: ScanSession,
  fields: Readonly<Record<string, string>>,
): Promise<Problem[]> {
  const say = scanMessages(language)
  const papers = await listScannedPapers(context.db, session.id)
  const paper = papers.find(({ number }) => String(number) === fields.paper)
  if (!paper) return []
  const of = (name: string) => fields[`${name}.${paper.number}`]
  const counted = (of('pages') ?? '').trim()
  const isCount = /^\d{1,4}$/.test(counted) && Number(counted) >= 1 && Number(counted) <= 2000
  const name = (of('name') ?? paper.name).trim().slice(0, 150)
  if (name === '') return [{ field: `name.${paper.number}`, sentence: say.nameMissing }]
  if (counted !== '' && !isCount) return [{ field: `pages.${paper.number}`, sentence: say.notANumber }]
  const component = of('component')?.slice(0, 100) ?? paper.component
  const originalPages = isCount ? Number(counted) : null
  await changePaper(context, session, { ...paper, name, component: component || null, originalPages })
  return []
}

type Taken = Readonly<{ taken: number; refused: readonly PaperRefusal[] }>

/** Says what was taken, and of each other file why not. */
async function afterTaking(
  exchange: Exchange,
  session: ScanSession,
  { taken, refused }: Taken,
): Promise<FastifyReply> {
  const { language, reply } = exchange
  const say = scanMessages(language)
  if (refused.length === 0 && taken > 0) return reply.redirect(`${scansUrl}/${session.id}?taken=${taken}`, 303)
  const told = refused.map((refusal) => html`<li>${explainRefusal(refusal, language)}</li>`)
  const isNothing = taken === 0 && refused.length === 0
  const body = html`${taken > 0 && html`<p>${say.taken(taken)}</p>`}${isNothing && html`<p>${say.nothingTaken}</p>`}${told.length > 0 && html`<p>${say.refused}:</p><ul>${told}</ul>`}`
  return await sendSession(exchange, session, { remark: notice({ tone: 'warn', live: true, body }) })
}

type Wanted = Readonly<{ id: string; page: string }>

async function findWanted({ context, request }: Exchange, { id, page }: Wanted) {
  const session = await getOwnSession(context, id, request.actor)
  const found = isId(page) ? await findPage(context.db, session.id, page) : null
  if (!found) throw digitisationProblem('digitisation.not_found')
  return { session, page: found }
}

async function sendOnePage(exchange: Exchange, wanted: Wanted): Promise<FastifyReply> {
  const { context, frame, request, reply, language } = exchange
  const { session, page } = await findWanted(exchange, wanted)
  const [papers, pages] = [
    await listScannedPapers(context.db, session.id),
    await listPages(context.db, session.id),
  ]
  const at = keptPagesOf(pages, page.paperNumber).findIndex(({ id }) => id === page.id)
  const main = onePage({ session, papers, page, number: at < 0 ? null : at + 1 }, language)
  const content = { title: session.title, main, current: 'scans', styles: ['scan.css'] }
  return sendPage(reply, frame(request, content))
}

/** The picture of a page as it is turned now. Its address changes with it. */
async function sendPicture(
  exchange: Exchange,
  wanted: Wanted,
  size: 'thumbnail' | 'picture',
): Promise<FastifyReply> {
  const { context, reply } = exchange
  const { page } = await findWanted(exchange, wanted)
  const content = context.files.read(size === 'thumbnail' ? page.thumbnailSha256 : page.sha256)
  reply.type('image/jpeg').header('cache-control', 'private, max-age=3600')
  if (page.rotation === 0) return reply.send(content)
  const { default: sharp } = await import('sharp')
  return reply.send(content.pipe(sharp().rotate(page.rotation).jpeg({ quality: 85 })))
}
