import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { appendAudit } from '#modules/audit'
import type { Actor } from '#modules/identity'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { isTheirCode, type ListPlace, readPlace, writePlace } from '#platform/list-place'
import { mirrorAdminPages } from './admin-pages.ts'
import { acknowledgePages } from './beside-ours.ts'
import { mirrorMessages } from './messages.ts'
import { listSystems } from './repository.ts'
import {
  findMirroredIn,
  listMirrored,
  listMirroredOf,
  listReports,
  type MirroredDossier,
} from './repository-mirror.ts'
import { listPage, mirrorsUrl, officerPage, ownPage } from './view.ts'

const part = Type.Optional(Type.String({ maxLength: 100 }))
const place = Type.Optional(Type.String({ maxLength: 200 }))
const querystring = Type.Object({ q: part, system: part, before: place })
const params = Type.Object({ system: Type.String({ maxLength: 40 }), code: Type.String({ maxLength: 60 }) })
const pageSize = 50

/** `/officer/mirrors`, `/my/mirrors`: what others process, for officers and for whose it is; `/admin/mirrors`: the mapping. */
export const mirrorPages =
  (
    context: Context,
    { citizen, officer }: Readonly<{ citizen: Frame; officer: Frame }>,
  ): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db, clock } = context
    const listing = { config: { permission: 'mirrors.read' }, schema: { hide: true, querystring } } as const
    app.get(mirrorsUrl, listing, async (request, reply) => {
      const language = languageOf(request)
      const { q = '', system = '' } = request.query
      const found = await findAsked(context, q.trim(), system, readPlace(request.query.before, isTheirCode))
      const mirrors = found.slice(0, pageSize)
      const last = found.length > pageSize ? mirrors.at(-1) : null
      const next = last ? writePlace(last.reportedAt, last.code) : null
      const view = { mirrors, systems: await listSystems(db), address: request.query, next }
      const main = listPage(view, language)
      return sendPage(
        reply,
        officer(request, { title: mirrorMessages(language).title, current: 'mirrors', main }),
      )
    })

    const reading = { config: { permission: 'mirrors.read' }, schema: { hide: true, params } } as const
    app.get(`${mirrorsUrl}/:system/:code`, reading, async (request, reply) => {
      const { actor } = request
      const mirror = await findMirroredIn(db, request.params.system, request.params.code)
      if (!mirror || actor.kind !== 'officer') throw requestProblem('request.not_found')
      const subject = {
        subjectKind: 'mirrored_dossier',
        subjectId: mirror.code,
        detail: { system: mirror.system },
      }
      await db
        .transaction()
        .execute((tx) => appendAudit(tx, { at: clock.now(), actor, action: 'mirrors.read', ...subject }))
      const language = languageOf(request)
      const lines = await listReports(db, mirror.system, mirror.code)
      const main = officerPage({ mirror, lines }, language)
      return sendPage(reply, officer(request, { title: mirror.code, current: 'mirrors', main }))
    })

    const own = { config: { permission: 'mirrors.read_own' }, schema: { hide: true, params } } as const
    app.get('/my/mirrors/:system/:code', own, async (request, reply) => {
      const { actor } = request
      const mirror = await findMirroredIn(db, request.params.system, request.params.code)
      if (!mirror || !isOf(mirror, provenNumberOf(actor))) throw requestProblem('request.not_found')
      const language = languageOf(request)
      const lines = await listReports(db, mirror.system, mirror.code)
      const main = ownPage({ mirror, lines }, language)
      return sendPage(
        reply,
        citizen(request, { title: mirror.report.procedure.name, current: 'dossiers', main }),
      )
    })

    await app.register(acknowledgePages(context))
    await app.register(mirrorAdminPages(context, officer))
  }

const isOf = ({ report }: MirroredDossier, number: string | null): boolean =>
  number !== null && (report.owner.personalId === number || report.applicant?.personalId === number)

async function findAsked(
  { db }: Context,
  q: string,
  system: string,
  before: ListPlace | null,
): Promise<MirroredDossier[]> {
  const isHere = (one: MirroredDossier) => system === '' || one.system === system
  if (/^[\d\s.]+$/.test(q)) return (await listMirroredOf(db, q.replace(/[\s.]/g, ''))).filter(isHere)
  return await listMirrored(db, { system: system || null, code: q || null, before, limit: pageSize + 1 })
}

/**
 * The number by which a reader is surely known: of a person of level 2, or of whom they act for when the identity provider
 * said that they may; null: nobody is.
 */
function provenNumberOf(actor: Actor): string | null {
  if (actor.kind !== 'citizen' || actor.assuranceLevel !== 2) return null
  const { actingFor, personalId } = actor
  if (!actingFor) return personalId
  return actingFor.isProven ? actingFor.number : null
}

/** What ministry systems process for a reader, the newest report first; none for who is not surely known. */
export async function listMirroredFor(db: Db, actor: Actor): Promise<MirroredDossier[]> {
  const number = provenNumberOf(actor)
  return number === null ? [] : await listMirroredOf(db, number)
}
