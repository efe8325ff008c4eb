import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import type { Context } from '#platform/context'

const Me = Type.Object(
  {
    kind: Type.Union([Type.Literal('citizen'), Type.Literal('officer')]),
    fullName: Type.String(),
    personalId: Type.Optional(Type.String({ description: 'Of a citizen: 12 digits.' })),
    assuranceLevel: Type.Optional(Type.Integer({ description: 'Of a citizen: 1 or 2.' })),
    username: Type.Optional(Type.String({ description: 'Of an officer.' })),
    position: Type.Optional(Type.String()),
    roles: Type.Optional(Type.Array(Type.String())),
    agencyCode: Type.Optional(Type.String()),
    agencyName: Type.Optional(Type.String()),
    actingFor: Type.Optional(
      Type.Object(
        { kind: Type.String(), number: Type.String(), name: Type.String() },
        { description: 'For whom a citizen acts in this session; left out: for themselves.' },
      ),
    ),
  },
  { description: 'Who the session or the bearer token speaks for.' },
)

/** The JSON API of identity: `GET /me`. */
export const identityRoutes =
  (_context: Context): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/me',
      {
        config: { permission: 'identity.read_own' },
        schema: { summary: 'Who is asking', tags: ['identity'], response: { 200: Me } },
      },
      async ({ actor }, reply) => {
        reply.header('cache-control', 'no-store')
        const { accountId: _, ...me } = actor.kind === 'nobody' ? { accountId: '' } : actor
        return me as Static<typeof Me>
      },
    )
  }
