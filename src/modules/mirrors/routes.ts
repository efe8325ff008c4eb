import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { authenticateClient } from '#modules/exchange'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { makeRateLimit } from '#platform/rate-limit'
import { orNull } from '#platform/schema-parts'
import { mirrorProblem } from './errors.ts'
import { receiveReports } from './receive-reports.ts'
import { findSystemOfMember } from './repository.ts'

const text = (maxLength: number, description?: string) =>
  Type.String({ maxLength, ...(description && { description }) })
const moment = orNull(text(40, 'ISO 8601 with an offset'))
const named = Type.Object({ code: text(60), name: text(500) })
const party = Type.Object({ name: text(300), personalId: text(20) })

const report = Type.Object({
  dossierCode: text(60, 'The code of the dossier in your system'),
  sequence: orNull(Type.Integer({ minimum: 1, description: 'Which of your reports of this dossier' })),
  reportedAt: text(40, 'ISO 8601 with an offset'),
  state: text(60, 'Your code of the state'),
  procedure: named,
  agency: named,
  owner: party,
  applicant: orNull(party),
  subject: orNull(text(2000)),
  submittedAt: moment,
  acceptedAt: moment,
  dueAt: moment,
  finishedAt: moment,
  deliveredAt: moment,
  note: orNull(text(2000)),
  results: Type.Array(Type.Object({ name: text(500), number: orNull(text(100)), issuedOn: orNull(text(40)) }), {
    maxItems: 50,
  }),
})

const reporting = {
  summary: 'Report dossiers of the province that your system processes',
  description:
    'For the systems of ministries, members of the exchange. Reports may come twice and in any order: each is kept once, and a newer one is never undone by an older. `sequence` decides which is newer, or `reportedAt` where your system counts none.',
  tags: ['exchange'],
  body: Type.Object({ reports: Type.Array(report, { minItems: 1, maxItems: 100 }) }),
  response: {
    200: Type.Object({
      outcomes: Type.Array(
        Type.Object({
          dossierCode: Type.String(),
          outcome: Type.Unsafe<'taken' | 'known' | 'refused'>({
            type: 'string',
            enum: ['taken', 'known', 'refused'],
          }),
          problem: Type.Union([Type.String(), Type.Null()], {
            description: 'The field, and what was expected',
          }),
        }),
        { description: 'In the order of the reports' },
      ),
    }),
  },
} as const

/** What the systems of ministries call, under `/api/v1`, with the token of their key on the exchange. */
export const mirrorRoutes =
  (context: Context): FastifyPluginAsyncTypebox =>
  async (app) => {
    const limit = makeRateLimit({ most: 600, windowMs: 60_000 })
    const config = { permission: 'mirrors.report', foreignCallers: true } as const
    const options = { config, schema: reporting } as const
    app.post('/exchange/ministry-reports', options, async (request, reply) => {
      const caller = await authenticateClient(context, request.headers.authorization)
      // A key of the sandbox opens nothing but its sandbox.
      if (!caller || caller.credential.sandboxOfferingId !== null) {
        reply.header('www-authenticate', 'Bearer realm="exchange"')
        throw mirrorProblem('mirrors.client_refused')
      }
      const member = `${caller.class}/${caller.member}/${caller.subsystem}`
      const wait = limit(member)
      if (wait !== null) throw requestProblem('request.too_many', { retryAfterSeconds: wait })
      const system = await findSystemOfMember(context.db, member)
      if (!system) throw mirrorProblem('mirrors.system_unknown')
      const { reports } = request.body
      const items = reports.map((one) => ({ ok: true as const, report: one }))
      const outcomes = await receiveReports(context, system.code, items, { cameBy: 'push' })
      return {
        outcomes: outcomes.map((one, index) => ({
          dossierCode: reports[index]?.dossierCode ?? '',
          outcome: one.outcome,
          problem: one.outcome === 'refused' ? one.problem : null,
        })),
      }
    })
  }
