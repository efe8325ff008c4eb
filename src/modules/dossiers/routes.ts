import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Actor } from '#modules/identity'
import type { Command } from '#modules/lifecycle'
import { stepsOf } from '#modules/lifecycle'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { placeOf } from '#platform/list-place'
import { advanceDossier } from './advance-dossier.ts'
import { describeDossier, describeEvent, describeOwn } from './describe.ts'
import { dossierProblem } from './errors.ts'
import { readDossier, showEvent } from './read-dossier.ts'
import { type DossierName, listEvents } from './repository.ts'
import { listOwnDossiers, listWorkBytes, scopeOf } from './repository-worklist.ts'
import { schemas } from './route-schemas.ts'
import { type Person, submitDossier } from './submit-dossier.ts'

/** What is meant by a code that somebody typed: ours, or one that another system has. */
export type FindName = (db: Db, typed: string) => Promise<DossierName>

/** The JSON API of dossiers, under `/api/v1`; `findName` knows the codes of other systems. */
export const dossierRoutes =
  (context: Context, findName: FindName): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(writingRoutes(context))
    await app.register(readingRoutes(context, findName))
  }

const writingRoutes =
  (context: Context): FastifyPluginAsyncTypebox =>
  async (app) => {
    const submitting = { schema: schemas.submit, config: { permission: 'dossiers.submit' } } as const
    app.post('/dossiers', submitting, async ({ body, actor, headers }, reply) => {
      const submission = { ...body, applicant: body.applicant ?? selfOf(actor) }
      const manifest = await submitDossier(context, submission, actor, headers['idempotency-key'])
      const location = `/api/v1/dossiers/${manifest.code ?? manifest.reference}`
      return reply.status(201).header('location', location).send(manifest)
    })

    const commanding = { schema: schemas.command, config: { permission: 'dossiers.command' } } as const
    app.post('/dossiers/:code/commands', commanding, async ({ params, body, headers, actor }) => {
      const { revision = null, ...sent } = body
      const { papers = [], ...command } = 'papers' in sent ? sent : { ...sent, papers: [] }
      const key = headers['idempotency-key'] ?? null
      const advance = { command: command as Command, papers, key, revision }
      const { dueAt, ...dossier } = await advanceDossier(context, params.code, advance, actor)
      return { ...dossier, dueAt: dueAt?.toString() ?? null }
    })
  }

/** Citizens apply for themselves; an officer says for whom. */
function selfOf(actor: Actor): Person {
  if (actor.kind === 'citizen') return { fullName: actor.fullName, personalId: actor.personalId }
  const expected = 'an object with fullName and personalId'
  throw dossierProblem('dossiers.applicant_missing', { fields: [{ field: 'applicant', expected }] })
}

const readingRoutes =
  (context: Context, findName: FindName): FastifyPluginAsyncTypebox =>
  async (app) => {
    const read = async (code: string, actor: Actor) =>
      await readDossier(context, await findName(context.db, code), actor, 'api')
    const reading = { schema: schemas.read, config: { permission: 'dossiers.read' } } as const
    app.get('/dossiers/:code', reading, async ({ params, actor }) =>
      describeDossier(await read(params.code, actor)),
    )

    const listingEvents = { schema: schemas.listEvents, config: { permission: 'dossiers.read' } } as const
    app.get('/dossiers/:code/events', listingEvents, async ({ params, query, actor }) => {
      const { dossier } = await read(params.code, actor)
      const events = await listEvents(context.db, dossier.id, query.cursor ?? 0, query.limit)
      const last = events.length === query.limit ? events.at(-1) : undefined
      return {
        events: events.map((event) => describeEvent(showEvent(event, actor))),
        nextCursor: last?.number ?? null,
      }
    })

    const listingOwn = { schema: schemas.listOwn, config: { permission: 'dossiers.read_own' } } as const
    app.get('/dossiers', listingOwn, async ({ actor, query }) => {
      const scope = scopeOf(actor)
      const after = placeOf(query.cursor)
      const rows = scope ? await listOwnDossiers(context.db, scope, after, query.limit) : []
      return describeOwn(rows, query.limit)
    })

    const listingWork = { schema: schemas.worklist, config: { permission: 'dossiers.list_work' } } as const
    app.get('/worklist', listingWork, async ({ actor, query: { step, limit, cursor } }, reply) => {
      const { agencyId, roles } = actor.kind === 'officer' ? actor : { agencyId: null, roles: [] }
      if (!agencyId) return { dossiers: [], nextCursor: null }
      const steps = stepsOf(roles).filter((own) => !step || own === step)
      const page = { agencyId, steps, limit, after: placeOf(cursor) }
      // Already JSON: sent as it came from the database.
      const body = await listWorkBytes(context.db, page)
      return reply.type('application/json; charset=utf-8').send(body as never)
    })
  }
