import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { findWay, listTitles } from '#modules/dossiers'
import { may, officerOf } from '#modules/identity'
import {
  findProcedureVersion,
  getProcedureToday,
  inLanguage,
  listVersions,
  type VersionLine,
} from '#modules/procedures'
import { findMove, type Mapping, migrateInstances, planMigration } from '#modules/running'
import { AppError, requestProblem } from '#platform/errors'
import { type Language, languageOf } from '#platform/i18n'
import { isId } from '#platform/ids'
import { type Asked, canRead, type Desk, show } from './desk.ts'
import { moveMessages } from './move-messages.ts'
import { type MovePage, movePage, movesUrl, progressPage, type Side } from './move-view.ts'

const pageSize = 50
const params = Type.Object({ code: Type.String({ minLength: 1, maxLength: 40 }) })
const progressParams = Type.Object({ ...params.properties, id: Type.String({ maxLength: 60 }) })
const choices = Type.Record(Type.String({ maxLength: 200 }), Type.String({ maxLength: 200 }))
const moving = { config: { permission: 'running.manage' } } as const

type Choices = Readonly<Record<string, string>>

/** `/admin/procedures/:code/moves`: dossiers in work moved to another version of their process; tried out before. */
export const movePages =
  (desk: Desk): FastifyPluginAsyncTypebox =>
  async (app) => {
    const url = '/admin/procedures/:code/moves'
    const hide = { hide: true, params }
    app.get(url, { ...canRead, schema: { ...hide, querystring: choices } }, (request, reply) =>
      showMove(desk, { request, reply }, request.params.code, request.query),
    )

    app.post(url, { ...moving, schema: { ...hide, body: choices } }, async (request, reply) => {
      const { code } = request.params
      const actor = officerOf(request)
      const { from, to, mapping } = await readChoices(desk, code, request.body)
      if (!from || !to || from.definitionId === to.definitionId)
        return await reply.redirect(movesUrl(code), 303)
      const wanted = { fromDefinitionId: from.definitionId, toDefinitionId: to.definitionId, mapping }
      const id = await migrateInstances(desk.context, wanted, actor)
      return await reply.redirect(`${movesUrl(code)}/${id}`, 303)
    })

    const showing = { ...canRead, schema: { hide: true, params: progressParams } }
    app.get(`${url}/:id`, showing, async (request, reply) => {
      const { code, id } = request.params
      const move = isId(id) ? await findMove(desk.context.db, id) : null
      if (!move) throw requestProblem('request.not_found')
      const language = languageOf(request)
      const procedure = await nameOf(desk, code, language)
      const main = progressPage(procedure, move, language)
      return show(desk, { request, reply }, { title: moveMessages(language).progress, main })
    })
  }

type Read = Readonly<{ versions: readonly VersionLine[]; from: Side | null; to: Side | null; mapping: Mapping }>

async function readChoices({ context: { db } }: Desk, code: string, chosen: Choices): Promise<Read> {
  const all = await listVersions(db, code)
  const versions = all.filter(({ origin, withdrawn }) => origin === 'pack' && !withdrawn)
  const sideOf = async (id: string | undefined): Promise<Side | null> => {
    const version = versions.find((line) => line.id === id)
    const procedure = version && (await findProcedureVersion(db, version.id))
    if (!version || !procedure) return null
    const { id: definitionId, plan } = await findWay(db, procedure)
    return { version, definitionId, plan }
  }
  const [from, to] = await Promise.all([sideOf(chosen.from), sideOf(chosen.to)])
  const pairs = Object.entries(chosen).flatMap(([name, node]) =>
    name.startsWith('map.') && node !== '' ? [[name.slice(4), node] as const] : [],
  )
  return { versions, from, to, mapping: Object.fromEntries(pairs) }
}

const nameOf = async ({ context }: Desk, code: string, language: Language): Promise<MovePage['procedure']> => {
  const procedure = inLanguage(await getProcedureToday(context, code), language)
  return { code: procedure.code, name: procedure.shortName }
}

async function showMove(desk: Desk, asked: Asked, code: string, chosen: Choices) {
  const language = languageOf(asked.request)
  const [procedure, read] = await Promise.all([nameOf(desk, code, language), readChoices(desk, code, chosen)])
  const after = isId(chosen.after ?? '') ? (chosen.after ?? null) : null
  const tried = await tryOut(desk, read, after, language)
  const titles = await listTitles(
    desk.context.db,
    tried.preview.map(({ subjectId }) => subjectId),
  )
  const last = tried.preview.length === pageSize ? tried.preview.at(-1) : undefined
  const { after: _, ...kept } = chosen
  const page: MovePage = {
    ...{ procedure, ...read, ...tried, titles, after },
    next: last?.instanceId ?? null,
    here: `${movesUrl(code)}?${new URLSearchParams(kept)}`,
    mayMove: may(asked.request.actor, 'running.manage') && tried.warning === null,
  }
  const main = movePage(page, language)
  return show(desk, asked, { title: moveMessages(language).title(procedure.name), main })
}

type Tried = Pick<MovePage, 'preview' | 'warning'>

/** What the move would do; a mapping that names steps of neither version is said, not carried out. */
async function tryOut(
  { context: { db } }: Desk,
  { from, to, mapping }: Read,
  after: string | null,
  language: Language,
): Promise<Tried> {
  if (!from || !to || from.definitionId === to.definitionId) return { preview: [], warning: null }
  const wanted = { fromDefinitionId: from.definitionId, toDefinitionId: to.definitionId, mapping }
  try {
    return { preview: await planMigration(db, wanted, { after, limit: pageSize }), warning: null }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'running.mapping_invalid') throw error
    return { preview: [], warning: moveMessages(language).badMapping }
  }
}
