import { Type } from 'typebox'
import { Check } from 'typebox/value'
import type { AskedElsewhere, InquirySystem, PublishedElsewhere, ReplyToTell } from '#modules/inquiries'
import type { Clock } from '#platform/clock'
import { listDated } from './dated-list.ts'
import type { Generation } from './generation.ts'
import { readTime, writeTime } from './wire-time.ts'

// Of these calls only the names and `cauhoiid` were seen: every other field is to be confirmed.
const id = Type.String({ minLength: 1, maxLength: 100 })
const text = Type.String({ minLength: 1, maxLength: 100_000 })
const maybe = (maxLength: number) => Type.Optional(Type.Union([Type.String({ maxLength }), Type.Null()]))

const askedRow = Type.Object({
  ...{ CauHoiId: id, TieuDe: maybe(20_000), NoiDung: text, NguoiHoi: maybe(1000) },
  ...{ MaDonVi: maybe(100), MaTTHC: maybe(100), NgayHoi: Type.String({ maxLength: 14 }) },
})
const publishedRow = Type.Object({
  ...{ CauHoiId: id, TieuDe: maybe(20_000), NoiDung: text },
  ...{
    DonViTraLoi: Type.String({ minLength: 1, maxLength: 1000 }),
    NgayTraLoi: Type.String({ maxLength: 14 }),
  },
})
const replyRow = Type.Object({ NoiDungTraLoi: Type.String({ maxLength: 200_000 }) })

function readAsked(row: unknown): AskedElsewhere | null {
  if (!Check(askedRow, row)) return null
  const at = readTime(row.NgayHoi)
  if (!at) return null
  return {
    ...{ id: row.CauHoiId, title: row.TieuDe?.trim() ?? '', question: row.NoiDung, at },
    ...{ askerName: row.NguoiHoi?.trim() || null },
    ...{ agencyCode: row.MaDonVi?.trim() || null, procedureCode: row.MaTTHC?.trim() || null },
  }
}

function readPublished(row: unknown): PublishedElsewhere | null {
  if (!Check(publishedRow, row)) return null
  const at = readTime(row.NgayTraLoi)
  const { CauHoiId, TieuDe, NoiDung, DonViTraLoi } = row
  return at && { id: CauHoiId, title: TieuDe?.trim() ?? '', question: NoiDung, publisher: DonViTraLoi, at }
}

export const describeAsked = (asked: AskedElsewhere) => ({
  ...{ CauHoiId: asked.id, TieuDe: asked.title, NoiDung: asked.question, NguoiHoi: asked.askerName ?? '' },
  ...{ MaDonVi: asked.agencyCode ?? '', MaTTHC: asked.procedureCode ?? '', NgayHoi: writeTime(asked.at) },
})

const describeReply = ({ reply, agencyName, repliedAt, isPublic }: ReplyToTell) => ({
  ...{ NoiDungTraLoi: reply, DonViTraLoi: agencyName, NgayTraLoi: writeTime(repliedAt) },
  CongKhai: isPublic ? '1' : '0',
})

const describeOwn = (told: ReplyToTell) => ({
  ...{ MaHoiDap: told.inquiryId, TieuDe: told.title, NoiDung: told.question },
  ...{ MaTTHC: told.procedureCode ?? '', NgayHoi: writeTime(told.askedAt), ...describeReply(told) },
})

/** Questions and answers to and from the portal. */
export function openInquiries(portal: Generation, { now }: Clock): Omit<InquirySystem, 'code'> {
  const tell = async (call: string, row: object) => {
    const refused = await portal.up(call, { data: [row] })
    return refused === null ? 'taken' : { refused }
  }
  return {
    listAsked: (reached) =>
      listDated(portal, { call: 'LayDanhSachHoiDapGuiTuDVCQG', read: readAsked, reached, now: now() }),
    listPublished: (reached) =>
      listDated(portal, { call: 'LayDanhSachHoiDapBoCoQuan', read: readPublished, reached, now: now() }),
    async readReply(inquiryId) {
      const rows = await portal.list('LayNoiDungTraLoiTheoCauHoi', replyRow, { cauhoiid: inquiryId })
      return rows?.[0]?.NoiDungTraLoi.trim() || null
    },
    tellReply: (told) =>
      tell('DongBoKetQuaHoiDapGuiTuDVCQG', { CauHoiId: told.inquiryId, ...describeReply(told) }),
    tellInquiry: (told) => tell('DongBoHoiDap', describeOwn(told)),
  }
}
