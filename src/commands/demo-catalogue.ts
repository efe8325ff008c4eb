import type { StandInCatalogue } from '#adapters/national-portal'
import { listAgencies } from '#modules/organisations'
import { listOffered } from '#modules/procedures'
import type { Db } from '#platform/db'

/** The procedures and agencies of the demonstration, as its stand-in portal lists them: on purpose not all as they are here. */
export async function listDemoCatalogue(db: Db): Promise<StandInCatalogue> {
  const [offered, agencies] = await Promise.all([listOffered(db, null, 500), listAgencies(db)])
  const fields = [...new Set(offered.map(({ field }) => field))].toSorted()
  const procedures = offered
    .toSorted((one, other) => (one.code < other.code ? -1 : 1))
    .map(({ code, name, field, level }) => ({ code, name, field: fieldOf(fields, field), level }))
  return {
    procedures: [...disagree(procedures), notHere(fields[0] ?? 'Hộ tịch')],
    agencies: agencies.map(({ code, name, kind }, index) => ({
      ...{ code, level: kind },
      name: index === agencies.length - 1 ? `${name} (tên cũ)` : name,
    })),
  }
}

type Listed = StandInCatalogue['procedures'][number]

/** Codes of fields are invented: packs know their names alone. */
const fieldOf = (fields: readonly string[], name: string) => ({
  code: `G99-TD${String(fields.indexOf(name) + 1).padStart(2, '0')}`,
  name,
})

/** One has another name there, one is not listed, one is of another field. */
const disagree = (procedures: readonly Listed[]): readonly Listed[] =>
  procedures.flatMap((one, index) => {
    if (index === 0) return [{ ...one, name: `${one.name} (sửa đổi)` }]
    if (index === 1) return []
    if (index === 2) return [{ ...one, field: { code: 'G99-TD99', name: 'Lĩnh vực trình diễn' } }]
    return [one]
  })

const notHere = (field: string): Listed => ({
  ...{ code: '9.000001', name: 'Thủ tục trình diễn mà tỉnh chưa có', level: 'commune' },
  field: fieldOf([field], field),
})
