import { type Static, Type } from 'typebox'
import { PortalUnreachable } from './ask.ts'
import type { Calls } from './calls.ts'
import type { CatalogueProcedure, NationalCatalogue } from './catalogue.ts'

const text = Type.String({ maxLength: 20_000 })
const optional = Type.Optional(Type.Union([text, Type.Null()]))
const named = Type.Object({ name: text, code: optional })
const list = Type.Optional(Type.Array(named))
const flag = Type.Optional(Type.Unknown())

const briefRow = Type.Object({ id: text, code: text, name: text })
const detailRow = Type.Object({
  code: text,
  name: text,
  ...{ isWard: flag, isProvince: flag, isMinistry: flag },
  categoriesDetails: list,
  departmentsExecuting: list,
  resultsDetails: list,
  legalBasisesDetails: list,
  executionCases: Type.Optional(Type.Array(Type.Object({ profileComponents: list }))),
})

/** As the portal's public pages read it: the procedures page by page, one by its id. */
const listCall = 'api/v1/submitting/formality/list-all-public-formality-by-citizen'
const detailCall = 'api/v1/configuring/formality/get-formality-by-citizen'
const pageSize = 100

/** The national catalogue by the JSON calls of 2026; agencies and fields are those that its procedures name. */
export function openJsonCatalogue(calls: Calls): NationalCatalogue {
  const listBrief = async (lastId: string, q = ''): Promise<Static<typeof briefRow>[]> =>
    (await calls.list(listCall, briefRow, { limit: pageSize, lastId, q })) ?? []
  const find = async (id: string): Promise<CatalogueProcedure | null> => {
    const [row] = (await calls.list(detailCall, detailRow, { id })) ?? []
    return row ? readProcedure(row) : null
  }
  return {
    async readPage(place) {
      const briefs = await listBrief(place ?? '')
      const last = briefs.at(-1)?.id
      // A portal that does not know `lastId` would give the same page for ever.
      if (place && last === place) throw new PortalUnreachable('the portal lists the same procedures again')
      const found = []
      for (const { id, code, name } of briefs) found.push({ code, name, details: await find(id) })
      const details = found.flatMap((one) => one.details ?? [])
      return {
        procedures: found,
        agencies: distinct(details.flatMap(({ agencies }) => agencies)).map((one) => ({ ...one, level: null })),
        fields: distinct(details.flatMap(({ fields }) => fields)).map((one) => ({ ...one, sector: null })),
        next: briefs.length < pageSize ? null : (last ?? null),
      }
    },
    async findProcedure(code) {
      const brief = (await listBrief('', code)).find((one) => one.code === code)
      return brief ? await find(brief.id) : null
    },
  }
}

type Named = Readonly<{ code: string; name: string }>

const plain = ({ code, name }: Static<typeof named>): Named => ({ code: code ?? '', name })

const distinct = (all: readonly Named[]): Named[] => [
  ...new Map(all.map((one) => [one.code || one.name, one])).values(),
]

const levelsOf = ({ isWard, isProvince, isMinistry }: Static<typeof detailRow>) => [
  ...(isMinistry === true ? (['central'] as const) : []),
  ...(isProvince === true ? (['province'] as const) : []),
  ...(isWard === true ? (['commune'] as const) : []),
]

const readProcedure = (row: Static<typeof detailRow>): CatalogueProcedure => ({
  code: row.code,
  name: row.name,
  fields: (row.categoriesDetails ?? []).map(plain),
  levels: levelsOf(row),
  agencies: (row.departmentsExecuting ?? []).map(plain),
  components: (row.executionCases ?? []).flatMap(({ profileComponents }) =>
    (profileComponents ?? []).map(plain),
  ),
  results: (row.resultsDetails ?? []).map(plain),
  legalBases: (row.legalBasisesDetails ?? []).map(plain),
})
