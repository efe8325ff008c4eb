import type { Static } from 'typebox'
import type { Calls } from './calls.ts'
import { agencyRow, fieldRow, procedureDetail, procedureRow } from './wire.ts'

/** The national catalogue, read only: what the nation calls its procedures, agencies and fields. Throws when it is away. */
export type NationalCatalogue = Readonly<{
  listProcedures: () => Promise<Readonly<{ code: string; name: string }>[]>
  /** Null when the portal knows no such procedure. */
  findProcedure: (code: string) => Promise<CatalogueProcedure | null>
  listAgencies: () => Promise<Readonly<{ code: string; name: string; level: string | null }>[]>
  listFields: () => Promise<Readonly<{ code: string; name: string; sector: string | null }>[]>
}>

type Named = Readonly<{ code: string; name: string }>

/** Thủ tục hành chính, as the nation publishes it. */
export type CatalogueProcedure = Readonly<{
  code: string
  name: string
  fields: readonly Named[]
  agencies: readonly Named[]
  components: readonly Named[]
  results: readonly Named[]
  legalBases: readonly Named[]
}>

/** Reads the catalogue through the portal's calls. */
export const openCatalogue = (calls: Calls): NationalCatalogue => ({
  async listProcedures() {
    const rows = (await calls.list('LayDanhSachTTHC', procedureRow)) ?? []
    return rows.map(({ MATTHC, TENTTHC }) => ({ code: MATTHC, name: TENTTHC }))
  },
  async findProcedure(code) {
    const [row] = (await calls.list('LayThuTuc', procedureDetail, { maTTHC: code })) ?? []
    return row ? readProcedure(code, row) : null
  },
  async listAgencies() {
    const rows = (await calls.list('LayDanhMucCoQuan', agencyRow)) ?? []
    return rows.map(({ MADONVI, TENDONVI, CAPDONVI }) => ({
      code: MADONVI,
      name: TENDONVI,
      level: CAPDONVI ?? null,
    }))
  },
  async listFields() {
    const rows = (await calls.list('LayDanhMucLinhVuc', fieldRow)) ?? []
    return rows.map(({ MALINHVUC, TENLINHVUC, MANGANH }) => ({
      code: MALINHVUC,
      name: TENLINHVUC,
      sector: MANGANH ?? null,
    }))
  },
})

const readProcedure = (code: string, row: Static<typeof procedureDetail>): CatalogueProcedure => ({
  code,
  name: row.TENTTHC,
  fields: (row.LINHVUCTHUCHIEN ?? []).map((one) => ({ code: one.MALINHVUC, name: one.TENLINHVUC })),
  agencies: (row.COQUANTHUCHIEN ?? []).map((one) => ({ code: one.MADONVI, name: one.TENDONVI })),
  components: (row.THANHPHANHOSO ?? [])
    .flatMap(({ GIAYTO }) => GIAYTO ?? [])
    .map((one) => ({ code: one.MAGIAYTO, name: one.TENGIAYTO })),
  results: (row.KETQUATHUCHIEN ?? []).map((one) => ({ code: one.MAKETQUA, name: one.TENKETQUA })),
  legalBases: (row.CANCUPHAPLY ?? []).map((one) => ({ code: one.SOVANBAN, name: one.TENVANBAN })),
})
