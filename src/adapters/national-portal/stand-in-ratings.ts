import type { Temporal } from 'temporal-polyfill'
import type { Criterion, Scores } from '#modules/ratings'
import { type Html, html } from '#platform/html'
import { criterionOf, describeRating } from './ratings.ts'
import { readTime, writeTime } from './wire-time.ts'

/** The call of the stand-in that lists ratings; its name in a contract was not seen, so it is a setting of the client. */
export const ratingsCall = 'LayDanhSachDanhGia'

type Fields = Readonly<Record<string, unknown>>

export type PortalRatings = ReturnType<typeof openStandInRatings>

/** What people said at the stand-in of dossiers, and what the province told it. In memory only. */
export function openStandInRatings(now: () => Temporal.Instant) {
  const given: Fields[] = []
  const told = new Map<string, Fields>()
  return {
    rate: (code: string, scores: Scores, comment: string | null): string => {
      const id = `DG-${String(given.length + 1).padStart(7, '0')}`
      given.push(describeRating({ id, dossierCode: code, scores, comment, at: now() }))
      return id
    },
    /** Ratings that the province told, by their ids. */
    told: (): readonly Fields[] => [...told.values()],
    ofDossier: (code: string): readonly Fields[] =>
      [...given, ...told.values()].filter(({ MaHoSo }) => MaHoSo === code),
    /** Undefined: it is no call of these. */
    answer: (call: string, body: Fields): readonly Fields[] | undefined => {
      if (call === ratingsCall) return given.filter((one) => isFrom(one.NgayDanhGia, body.TuNgay))
      if (call !== 'DongBoDanhGia') return undefined
      const rows = Array.isArray(body.data) ? (body.data as Fields[]) : []
      for (const row of rows) told.set(String(row.MaDanhGia), row)
      return []
    },
  }
}

export const isFrom = (at: unknown, from: unknown): boolean => String(at ?? '') >= String(from ?? '')

const criterionNames: Readonly<Record<Criterion, string>> = {
  time: 'Thời gian giải quyết',
  agency_time: 'Thời gian của từng cơ quan',
  contacts: 'Số lần liên hệ',
  agencies: 'Số cơ quan phải liên hệ',
  publicity: 'Công khai thủ tục',
  attitude: 'Thái độ phục vụ',
}

/** Ratings of a dossier, and the form by which a person gives one. */
export function renderRatings(code: string, rows: readonly Fields[]): Html {
  return html`<h2>Đánh giá <small lang="en">Ratings</small></h2>${
    rows.length === 0
      ? html`<p>Chưa có. <small lang="en">None.</small></p>`
      : html`<div class="box"><ul>${rows.map(renderOne)}</ul></div>`
  }
<form method="post" action="/dossiers/${encodeURIComponent(code)}/rate"><fieldset><legend>Đánh giá hồ sơ này <span lang="en">/ Rate it</span></legend>
${Object.entries(criterionNames).map(([criterion, name]) => html`<label>${name} <select name="${criterion}"><option value="">–</option><option value="2">2</option><option value="1">1</option><option value="0">0</option></select></label>`)}
<label>Ý kiến <span lang="en">/ Comment</span> <input type="text" name="comment" maxlength="500"></label></fieldset><button type="submit">Đánh giá <span lang="en">/ Rate</span></button></form>`
}

function renderOne(row: Fields): Html {
  const points = (row.DanhSachTieuChi ?? []) as readonly Readonly<{ MaTieuChi: string; Diem: string }>[]
  const lines = points.map(
    ({ MaTieuChi, Diem }) => `${criterionNames[criterionOf.get(MaTieuChi) ?? 'time']}: ${Diem}`,
  )
  const at = readTime(String(row.NgayDanhGia ?? ''))
  return html`<li data-rating="${String(row.MaDanhGia)}">${lines.join('; ')}${Boolean(row.NoiDung) && html` – ${String(row.NoiDung)}`} <small>${at ? writeTime(at).replace(/^(....)(..)(..).*$/, '$3/$2/$1') : ''}</small></li>`
}
