import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { appendAudit } from '#modules/audit'
import { type Actor, type OfficerActor, officerOf } from '#modules/identity'
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
      const before = readPlace(request.query.before, isTheirCode)
      const found = await findAsked(context, { q: q.trim(), system, before }, officerOf(request))
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
      const actor = officerOf(request)
      const mirror = await findMirroredIn(db, request.params.system, request.params.code)
      if (!mirror || !isFor(agencyOf(actor), mirror)) throw requestProblem('request.not_found')
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

/**
 * Officers see what their own agency processes there; leaders and auditors see all, also what an agency processes whose code
 * nobody has mapped: administrators see that code, where they map it.
 */
const agencyOf = ({ roles, agencyCode }: OfficerActor): string | null =>
  roles.some((role) => role === 'leader' || role === 'auditor') ? null : agencyCode

const isFor = (agencyCode: string | null, mirror: MirroredDossier): boolean =>
  agencyCode === null || mirror.agencyCode === agencyCode

/** The number of a person or body that a text is; null: it is something else. */
const numberIn = (q: string): string | null => (/^[\s.]*\d[\d\s.]*$/.test(q) ? q.replace(/[\s.]/g, '') : null)

type Asked = Readonly<{ q: string; system: string; before: ListPlace | null }>

/** A search for a person is recorded with what it found, as reading a dossier is. */
async function findAsked(
  { db, clock }: Context,
  { q, system, before }: Asked,
  officer: OfficerActor,
): Promise<MirroredDossier[]> {
  const agencyCode = agencyOf(officer)
  const number = numberIn(q)
  if (number === null)
    return await listMirrored(db, {
      ...{ system: system || null, code: q || null, agencyCode, before, limit: pageSize + 1 },
    })
  const all = await listMirroredOf(db, number, { agencyCode, limit: pageSize })
  const found = all.filter((one) => system === '' || one.system === system)
  await db.transaction().execute((tx) =>
    appendAudit(tx, {
      ...{ at: clock.now(), actor: officer, action: 'mirrors.search' },
      ...{ subjectKind: 'mirror_search', subjectId: `••• ${number.slice(-4)}` },
      detail: { found: found.map(({ code }) => code) },
    }),
  )
  return found
}

/** Where an officer finds what a text names exactly among what others process: by its code, or by one of its people. */
export async function findMirrorsAddress(db: Db, typed: string, officer: OfficerActor): Promise<string | null> {
  const code = typed.trim()
  const number = numberIn(code)
  if (number?.length !== 12 && !code.includes('-')) return null
  const seen = { agencyCode: agencyOf(officer), limit: 1 }
  const found = number
    ? await listMirroredOf(db, number, seen)
    : await listMirrored(db, { ...seen, system: null, code, before: null })
  return found.length > 0 ? `${mirrorsUrl}?${new URLSearchParams({ q: code })}` : null
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
