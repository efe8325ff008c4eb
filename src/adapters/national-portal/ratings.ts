import { Type } from 'typebox'
import { Check } from 'typebox/value'
import type { Criterion, GivenRating, Points, RatingSystem } from '#modules/ratings'
import type { Clock } from '#platform/clock'
import { listDated } from './dated-list.ts'
import type { Generation } from './generation.ts'
import { readTime, writeTime } from './wire-time.ts'

/** A rating on the wire. Of DongBoDanhGia only the name was seen: its fields, and the list that comes down, are to be confirmed. */
const ratingRow = Type.Object({
  MaDanhGia: Type.String({ minLength: 1, maxLength: 100 }),
  MaHoSo: Type.String({ minLength: 1, maxLength: 100 }),
  NgayDanhGia: Type.String({ maxLength: 14 }),
  NoiDung: Type.Optional(Type.Union([Type.String({ maxLength: 20_000 }), Type.Null()])),
  DanhSachTieuChi: Type.Array(Type.Object({ MaTieuChi: Type.String(), Diem: Type.String() }), {
    maxItems: 100,
  }),
})

/** The criteria by their numbers in TT 01/2018 Đ13. */
const criterionNumbers: Readonly<Record<Criterion, string>> = {
  time: '1',
  agency_time: '2',
  contacts: '3',
  agencies: '4',
  publicity: '6',
  attitude: '7',
}
export const criterionOf: ReadonlyMap<string, Criterion> = new Map(
  Object.entries(criterionNumbers).map(([criterion, number]) => [number, criterion as Criterion]),
)

export const describeRating = ({ id, dossierCode, scores, comment, at }: GivenRating) => ({
  MaDanhGia: id,
  MaHoSo: dossierCode,
  NgayDanhGia: writeTime(at),
  NoiDung: comment ?? '',
  DanhSachTieuChi: Object.entries(scores).map(([criterion, points]) => ({
    MaTieuChi: criterionNumbers[criterion as Criterion],
    Diem: String(points),
  })),
})

function readRating(row: unknown): GivenRating | null {
  if (!Check(ratingRow, row)) return null
  const at = readTime(row.NgayDanhGia)
  const scores = row.DanhSachTieuChi.flatMap(({ MaTieuChi, Diem }) => {
    const criterion = criterionOf.get(MaTieuChi)
    return criterion && /^[012]$/.test(Diem) ? [[criterion, Number(Diem) as Points] as const] : []
  })
  if (!at || scores.length === 0) return null
  const comment = row.NoiDung?.trim() || null
  return { id: row.MaDanhGia, dossierCode: row.MaHoSo, scores: Object.fromEntries(scores), comment, at }
}

type Asking = Readonly<{
  /** As the contract has it; unset: none are fetched. */
  listCall: string | undefined
  clock: Clock
}>

/** Ratings to and from the portal. */
export const openRatings = (portal: Generation, { listCall, clock }: Asking): Omit<RatingSystem, 'code'> => ({
  async listRatings(reached) {
    if (!listCall) return { rows: [], reached, unreadable: 0 }
    return await listDated(portal, { call: listCall, read: readRating, reached, now: clock.now() })
  },
  async tellRating(rating) {
    const refused = await portal.up('DongBoDanhGia', { data: [describeRating(rating)] })
    return refused === null ? 'taken' : { refused }
  },
})
