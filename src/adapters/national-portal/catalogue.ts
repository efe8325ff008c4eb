import type { Static } from 'typebox'
import type { NationalCatalogue as CatalogueSource, ProcedureDetails } from '#modules/nationalcatalogue'
import type { Calls } from './calls.ts'
import { agencyRow, fieldRow, procedureDetail, procedureRow } from './wire.ts'

/** The national catalogue, read only: what the nation calls its procedures, agencies and fields. Throws when it is away. */
export type NationalCatalogue = Omit<CatalogueSource, 'code' | 'findProcedure'> &
  Readonly<{
    /** Null when the portal knows no such procedure. */
    findProcedure: (code: string) => Promise<CatalogueProcedure | null>
  }>

type Named = Readonly<{ code: string; name: string }>

/** Thủ tục hành chính, as the nation publishes it. */
export type CatalogueProcedure = ProcedureDetails &
  Readonly<{
    code: string
    name: string
    agencies: readonly Named[]
    components: readonly Named[]
    results: readonly Named[]
    legalBases: readonly Named[]
  }>

const nothing = { procedures: [], agencies: [], fields: [], next: null } as const

/** Reads the catalogue through the portal's calls: a list is one answer, so each is a page. */
export const openCatalogue = (calls: Calls): NationalCatalogue => ({
  async readPage(place) {
    if (place === 'agencies') return { ...nothing, agencies: await listAgencies(calls), next: 'fields' }
    if (place === 'fields') return { ...nothing, fields: await listFields(calls) }
    const rows = (await calls.list('LayDanhSachTTHC', procedureRow)) ?? []
    const procedures = rows.map(({ MATTHC, TENTTHC }) => ({ code: MATTHC, name: TENTTHC, details: null }))
    return { ...nothing, procedures, next: 'agencies' }
  },
  async findProcedure(code) {
    const [row] = (await calls.list('LayThuTuc', procedureDetail, { maTTHC: code })) ?? []
    return row ? readProcedure(code, row) : null
  },
})

async function listAgencies(calls: Calls) {
  const rows = (await calls.list('LayDanhMucCoQuan', agencyRow)) ?? []
  return rows.map((row) => ({ code: row.MADONVI, name: row.TENDONVI, level: row.CAPDONVI ?? null }))
}

async function listFields(calls: Calls) {
  const rows = (await calls.list('LayDanhMucLinhVuc', fieldRow)) ?? []
  return rows.map((row) => ({ code: row.MALINHVUC, name: row.TENLINHVUC, sector: row.MANGANH ?? null }))
}

/** Its level is in no field of the answer that was seen. */
const readProcedure = (code: string, row: Static<typeof procedureDetail>): CatalogueProcedure => ({
  code,
  name: row.TENTTHC,
  fields: (row.LINHVUCTHUCHIEN ?? []).map((one) => ({ code: one.MALINHVUC, name: one.TENLINHVUC })),
  levels: [],
  agencies: (row.COQUANTHUCHIEN ?? []).map((one) => ({ code: one.MADONVI, name: one.TENDONVI })),
  components: (row.THANHPHANHOSO ?? [])
    .flatMap(({ GIAYTO }) => GIAYTO ?? [])
    .map((one) => ({ code: one.MAGIAYTO, name: one.TENGIAYTO })),
  results: (row.KETQUATHUCHIEN ?? []).map((one) => ({ code: one.MAKETQUA, name: one.TENKETQUA })),
  legalBases: (row.CANCUPHAPLY ?? []).map((one) => ({ code: one.SOVANBAN, name: one.TENVANBAN })),
})
