import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Context } from '#platform/context'
import { dayOf, getCatalogueProcedure } from './get-procedure.ts'
import { codeSchema, procedureLineSchema, procedureSchema } from './procedure-schema.ts'
import { searchProcedures } from './search-procedures.ts'

const querySchema = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 200, description: 'Words, with or without marks, in any order' })),
  field: Type.Optional(Type.String({ maxLength: 200, description: 'Only this field, e.g. Hộ tịch' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  cursor: Type.Optional(Type.String({ maxLength: 200, description: '`nextCursor` of the page before' })),
})

const pageSchema = Type.Object({
  items: Type.Array(procedureLineSchema),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
  alike: Type.Boolean({ description: 'Nothing holds all the words: these are the closest' }),
})

/** JSON API of the catalogue of procedures, read by anyone. */
export const procedureRoutes =
  ({ db, clock }: Context): FastifyPluginAsyncTypebox =>
  async (app) => {
    const config = { permission: 'procedures.read' } as const
    app.get(
      '/procedures',
      {
        config,
        schema: {
          summary: 'Find procedures',
          tags: ['procedures'],
          querystring: querySchema,
          response: { 200: pageSchema },
        },
      },
      async ({ query: { q, field, limit = 20, cursor } }) => {
        const { lines, nextCursor, alike } = await searchProcedures(db, { text: q, field, limit, cursor })
        return { items: [...lines], nextCursor, alike }
      },
    )
    app.get(
      '/procedures/:code',
      {
        config,
        schema: {
          summary: 'Read a procedure: papers, fees, time limit, form',
          tags: ['procedures'],
          params: Type.Object({ code: codeSchema }),
          response: { 200: procedureSchema },
        },
      },
      async ({ params }) => (await getCatalogueProcedure(db, params.code, dayOf(clock.now()))) as never,
    )
  }
