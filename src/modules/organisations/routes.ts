import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Context } from '#platform/context'
import { listAgencies } from './find-agency.ts'
import { listUnits } from './find-unit.ts'
import type { Agency } from './rules/agency.ts'

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'A day; today when left out.' })
const Limit = Type.Optional(
  Type.Integer({ minimum: 1, maximum: 200, description: 'How many at most; 50 when left out.' }),
)
const TextOrNull = Type.Union([Type.String(), Type.Null()])

const UnitAnswer = Type.Object({
  code: Type.String(),
  level: Type.String(),
  unitType: Type.String(),
  name: Type.String(),
  fullName: Type.String(),
  parentCode: TextOrNull,
  validFrom: TextOrNull,
  validTo: TextOrNull,
})

const AgencyAnswer = Type.Object({
  code: Type.String(),
  name: Type.String(),
  kind: Type.String(),
  communeCode: TextOrNull,
  provinceCode: Type.String(),
  departmentKey: TextOrNull,
  address: TextOrNull,
  phone: TextOrNull,
})

const page = <Item extends Type.TSchema>(item: Item) =>
  Type.Object({ items: Type.Array(item), nextCursor: TextOrNull })

/** The keyset page of rows ordered by code: the cursor is the last code, null at the end. */
const toPage = <Row extends { code: string }>(items: Row[], limit: number) => ({
  items,
  nextCursor: items.length === limit ? (items.at(-1)?.code ?? null) : null,
})

const toAnswer = ({ code, name, kind, communeCode, provinceCode, departmentKey, address, phone }: Agency) => ({
  code,
  name,
  kind,
  communeCode,
  provinceCode,
  departmentKey,
  address,
  phone,
})

/** `GET /units`, `GET /agencies`: public reference data, by code, in keyset pages. */
export const organisationRoutes =
  ({ db }: Context): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/units',
      {
        config: { permission: 'organisations.read' },
        schema: {
          summary: 'Administrative units in force on a day',
          tags: ['organisations'],
          querystring: Type.Object({
            province: Type.Optional(
              Type.String({ pattern: '^\\d{2}$', description: 'Communes of this province.' }),
            ),
            level: Type.Optional(
              Type.Union([Type.Literal('province'), Type.Literal('district'), Type.Literal('commune')]),
            ),
            q: Type.Optional(
              Type.String({ maxLength: 100, description: 'A part of the name, with or without marks.' }),
            ),
            on: Type.Optional(Day),
            cursor: Type.Optional(
              Type.String({ pattern: '^\\d{2,5}$', description: '`nextCursor` of the page before' }),
            ),
            limit: Limit,
          }),
          response: { 200: page(UnitAnswer) },
        },
      },
      async ({ query: { province, level, q, on, cursor, limit = 50 } }) =>
        toPage(await listUnits(db, { parentCode: province, level, text: q, on, after: cursor, limit }), limit),
    )
    app.get(
      '/agencies',
      {
        config: { permission: 'organisations.read' },
        schema: {
          summary: 'Agencies in force',
          tags: ['organisations'],
          querystring: Type.Object({
            province: Type.Optional(Type.String({ pattern: '^\\d{2}$' })),
            kind: Type.Optional(
              Type.Union([
                Type.Literal('peoples_committee'),
                Type.Literal('department'),
                Type.Literal('public_service_centre'),
                Type.Literal('specialised_office'),
              ]),
            ),
            cursor: Type.Optional(
              Type.String({
                pattern: '^[A-Z0-9][A-Z0-9.-]{0,34}$',
                description: '`nextCursor` of the page before',
              }),
            ),
            limit: Limit,
          }),
          response: { 200: page(AgencyAnswer) },
        },
      },
      async ({ query: { province, kind, cursor, limit = 50 } }) => {
        const agencies = await listAgencies(db, { provinceCode: province, kind, after: cursor, limit })
        return toPage(agencies.map(toAnswer), limit)
      },
    )
  }
