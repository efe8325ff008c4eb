import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import { localDay } from '#modules/calendar'
import { designActs, listDesigns, listDone, listSaves, readSave, startDesign } from '#modules/designs'
import { may, officerOf } from '#modules/identity'
import { getProcedureToday, listOffered, listProcedureNames, listVersions } from '#modules/procedures'
import { AppError } from '#platform/errors'
import { languageOf } from '#platform/i18n'
import { isId } from '#platform/ids'
import { permissionOf } from './act-pages.ts'
import { type Asked, addressOf, canEdit, canRead, type Desk, idParams, shortText, show } from './desk.ts'
import { listView, type NewView, newView } from './list-view.ts'
import { checkLoaded, headOf, loadDesign } from './load-design.ts'
import { designMessages } from './messages.ts'
import { overviewView } from './overview-view.ts'
import { readUpload } from './read-upload.ts'
import { packOf } from './upload-files.ts'
import { writeDesign } from './write-design.ts'

const perPage = 50
const mostChoices = 500
const body = Type.Object({ from: shortText, code: shortText })

/** The list of designs, beginning one, and its overview with the saves. */
export const designPages =
  (desk: Desk): FastifyPluginAsyncTypebox =>
  async (app) => {
    const querystring = Type.Object({ before: Type.Optional(Type.String({ maxLength: 64 })) })
    app.get('/admin/designs', { ...canRead, schema: { querystring } }, (request, reply) =>
      showList(desk, { request, reply }, request.query.before),
    )
    const chosen = Type.Object({ from: shortText })
    app.get('/admin/designs/new', { ...canEdit, schema: { querystring: chosen } }, (request, reply) =>
      showNew(desk, { request, reply }, { typed: { from: request.query.from ?? '' }, problems: [] }),
    )
    app.post('/admin/designs', { ...canEdit, schema: { body } }, (request, reply) =>
      start(desk, { request, reply }, request.body),
    )
    app.post('/admin/designs/upload', canEdit, (request, reply) => startFromPack(desk, { request, reply }))
    app.get('/admin/designs/:id', { ...canRead, schema: { params: idParams } }, async (request, reply) =>
      showOverview(desk, { request, reply }, request.params),
    )
    const saveParams = Type.Object({
      id: Type.String({ maxLength: 64 }),
      number: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    })
    const restore = '/admin/designs/:id/saves/:number/restore'
    const restoreBody = Type.Object({ seen: shortText })
    app.post(
      restore,
      { ...canEdit, schema: { params: saveParams, body: restoreBody } },
      async (request, reply) => {
        const loaded = await loadDesign(desk, request.params)
        const files = await readSave(desk.context.db, loaded.design.id, request.params.number)
        const change = `save:${request.params.number}`
        const whole = { 'process.bpmn': null, 'cases.yaml': null, ...files }
        return await writeDesign(desk, { request, reply }, loaded, { part: '', change, edit: () => whole })
      },
    )
  }

async function showList(desk: Desk, asked: Asked, before: string | undefined) {
  const { db, clock } = desk.context
  const cursor = before && isId(before) ? before : undefined
  const designs = await listDesigns(db, { before: cursor, limit: perPage + 1 })
  const page = designs.slice(0, perPage)
  const names = await listProcedureNames(
    db,
    page.map(({ code }) => code),
  )
  const language = languageOf(asked.request)
  const main = listView({
    lines: page.map((design) => ({ design, name: names.get(design.code) ?? design.code })),
    today: localDay(clock.now()).toString(),
    mayEdit: may(asked.request.actor, 'designs.edit'),
    cursor,
    nextCursor: designs.length > perPage ? (page.at(-1)?.id ?? null) : null,
    language,
  })
  return show(desk, asked, { title: designMessages(language).listTitle, main })
}

type NewForm = Pick<NewView, 'typed' | 'problems'> & Readonly<{ status?: number; uploadProblem?: string }>

/** The form that begins a design, also when it came back. */
export async function showNew(desk: Desk, asked: Asked, { status = 200, ...form }: NewForm) {
  const language = languageOf(asked.request)
  const lines = await listOffered(desk.context.db, null, mostChoices)
  const offered = lines.map(({ code, shortName }) => ({ value: code, label: `${shortName} (${code})` }))
  const main = newView({ ...form, offered, language })
  return show(desk, asked, { title: designMessages(language).newTitle, main, status })
}

async function start(desk: Desk, asked: Asked, typed: Readonly<{ from?: string; code?: string }>) {
  const { request, reply } = asked
  const say = designMessages(languageOf(request))
  const from = typed.from?.trim() ?? ''
  const code = typed.code?.trim() || from
  const base = from === '' ? null : await findOffered(desk, from)
  const problems: Problem[] = []
  if (!base) problems.push({ field: 'from', sentence: say.procedureMissing })
  if (code !== from && !/^[\p{L}\d][\p{L}\d._-]{0,39}$/u.test(code))
    problems.push({ field: 'code', sentence: say.codeWrong })
  else if (code !== from && (await findOffered(desk, code)))
    problems.push({ field: 'code', sentence: say.codeTaken(code) })
  if (!base || problems.length > 0) return await showNew(desk, asked, { typed, problems, status: 422 })
  const id = await startDesign(desk.context, { versionId: base.versionId, code }, officerOf(request))
  return reply.redirect(addressOf(id), 303)
}

/** Begins a design from a whole pack that was sent. */
async function startFromPack(desk: Desk, asked: Asked) {
  const { request, reply } = asked
  const upload = await readUpload(request)
  const sent = await packOf(desk, upload, languageOf(request))
  if ('problem' in sent)
    return await showNew(desk, asked, { typed: {}, problems: [], uploadProblem: sent.problem, status: 422 })
  const id = await startDesign(desk.context, sent, officerOf(request))
  return reply.redirect(addressOf(id), 303)
}

/** The procedure as it can be applied for today, or null. */
async function findOffered({ context }: Desk, code: string) {
  try {
    return await getProcedureToday(context, code)
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

async function showOverview(desk: Desk, asked: Asked, params: Readonly<{ id: string }>) {
  const loaded = await loadDesign(desk, params)
  const { db } = desk.context
  const { id, code } = loaded.design
  const [check, saves, done, versions] = await Promise.all([
    checkLoaded(loaded),
    listSaves(db, id),
    listDone(db, id),
    listVersions(db, code),
  ])
  const { actor } = asked.request
  const main = overviewView({
    head: headOf(loaded, 'overview', asked),
    check,
    saves,
    done,
    versions,
    acts: designActs.filter((act) => may(actor, permissionOf[act])),
    mayEdit: may(actor, 'designs.edit'),
  })
  return show(desk, asked, { title: loaded.name, main })
}
