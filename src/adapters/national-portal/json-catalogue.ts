import { type Static, Type } from 'typebox'
import type { Calls } from './calls.ts'
import type { NationalCatalogue } from './catalogue.ts'

const text = Type.String({ maxLength: 20_000 })
const optional = Type.Optional(Type.Union([text, Type.Null()]))
const named = Type.Object({ name: text, code: optional })
const list = Type.Optional(Type.Array(named))

const briefRow = Type.Object({ id: text, code: text, name: text })
const detailRow = Type.Object({
  code: text,
  name: text,
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
const mostPages = 200

/** The national catalogue by the JSON calls of 2026; agencies and fields are those that its procedures name. */
export function openJsonCatalogue(calls: Calls): NationalCatalogue {
  const listBrief = async (q = ''): Promise<Static<typeof briefRow>[]> => {
    const all: Static<typeof briefRow>[] = []
    for (let page = 0; page < mostPages; page += 1) {
      const lastId = all.at(-1)?.id ?? ''
      const rows = (await calls.list(listCall, briefRow, { limit: pageSize, lastId, q })) ?? []
      all.push(...rows)
      if (rows.length < pageSize) break
    }
    return all
  }
  const details = async () => {
    const briefs = await listBrief()
    const found = []
    for (const { id } of briefs) found.push(...((await calls.list(detailCall, detailRow, { id })) ?? []))
    return found
  }
  return {
    listProcedures: async () => (await listBrief()).map(({ code, name }) => ({ code, name })),
    async findProcedure(code) {
      const brief = (await listBrief(code)).find((one) => one.code === code)
      const [row] = brief ? ((await calls.list(detailCall, detailRow, { id: brief.id })) ?? []) : []
      return row ? readProcedure(row) : null
    },
    listAgencies: async () =>
      distinct((await details()).flatMap((row) => row.departmentsExecuting ?? [])).map((one) => ({
        ...one,
        level: null,
      })),
    listFields: async () =>
      distinct((await details()).flatMap((row) => row.categoriesDetails ?? [])).map((one) => ({
        ...one,
        sector: null,
      })),
  }
}

type Named = Static<typeof named>

const plain = ({ code, name }: Named) => ({ code: code ?? '', name })

const distinct = (all: readonly Named[]) => [
  ...new Map(all.map((one) => [one.code ?? one.name, plain(one)])).values(),
]

const readProcedure = (row: Static<typeof detailRow>) => ({
  code: row.code,
  name: row.name,
  fields: (row.categoriesDetails ?? []).map(plain),
  agencies: (row.departmentsExecuting ?? []).map(plain),
  components: (row.executionCases ?? []).flatMap(({ profileComponents }) =>
    (profileComponents ?? []).map(plain),
  ),
  results: (row.resultsDetails ?? []).map(plain),
  legalBases: (row.legalBasisesDetails ?? []).map(plain),
})
