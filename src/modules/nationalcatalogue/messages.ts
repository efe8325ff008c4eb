import { defineMessages, type Language } from '#platform/i18n'
import type { DifferenceWhat, Level, ListingKind } from './rules/differences.ts'

type Names<Key extends string> = Readonly<Record<Key, Readonly<Record<Language, string>>>>

export const kindNames: Names<ListingKind> = {
  procedure: { vi: 'Thủ tục', en: 'Procedure' },
  agency: { vi: 'Cơ quan', en: 'Agency' },
  field: { vi: 'Lĩnh vực', en: 'Field' },
}

export const whatNames: Names<DifferenceWhat> = {
  not_listed: { vi: 'Cổng không công bố', en: 'The portal does not list it' },
  no_longer_listed: { vi: 'Cổng không còn công bố', en: 'The portal lists it no more' },
  not_here: { vi: 'Tại đây chưa có', en: 'Not here' },
  name: { vi: 'Khác tên', en: 'Another name' },
  field: { vi: 'Khác lĩnh vực', en: 'Another field' },
  level: { vi: 'Khác cấp thực hiện', en: 'Another level' },
}

export const levelNames: Names<Level> = {
  central: { vi: 'Trung ương', en: 'Central' },
  province: { vi: 'Cấp tỉnh', en: 'Province' },
  commune: { vi: 'Cấp xã', en: 'Commune' },
}

export const catalogueMessages = defineMessages(
  {
    title: 'Danh mục quốc gia',
    hint: 'Thủ tục đang nhận, cơ quan và lĩnh vực tại đây so với danh mục trên Cổng Dịch vụ công quốc gia. Trang này chỉ cho xem, không sửa gì của tỉnh.',
    notConnected: 'Chưa kết nối Cổng Dịch vụ công quốc gia nên chưa lấy được danh mục.',
    taken: 'Lấy lần cuối',
    never: 'chưa lấy lần nào',
    byNight: 'tự động ban đêm',
    byPerson: (name: string) => `theo yêu cầu của ${name}`,
    procedures: 'Thủ tục trên Cổng',
    agencies: 'Cơ quan trên Cổng',
    fields: 'Lĩnh vực trên Cổng',
    unreadable: (count: string) => `${count} dòng không có mã đọc được, đã bỏ qua.`,
    underWay: (moment: string) => `Đang lấy danh mục, từ ${moment}.`,
    broke: (moment: string) => `Lần lấy lúc ${moment} không thành, danh mục đã lấy trước đó giữ nguyên. Lý do:`,
    fetchNow: 'Lấy ngay',
    asked: 'Đã yêu cầu lấy danh mục. Tải lại trang sau ít phút để xem kết quả.',
    differences: 'Điểm khác',
    none: 'Không có điểm khác nào.',
    noneOfThese: 'Không có điểm khác loại này.',
    nothingYet: 'Chưa có danh mục để so.',
    filter: 'Lọc điểm khác',
    sort: 'Loại',
    all: (count: string) => `Tất cả (${count})`,
    code: 'Mã',
    theirCode: (code: string) => `mã trên Cổng ${code}`,
    what: 'Điểm khác',
    ours: 'Tại đây',
    theirs: 'Trên Cổng',
    since: (day: string) => `từ ${day}`,
    nothing: 'không có',
  },
  {
    title: 'National catalogue',
    hint: 'The procedures offered, agencies and fields here beside the catalogue on the national portal. This page only shows; nothing of the province is changed.',
    notConnected: 'The national portal is not connected, so its catalogue cannot be fetched.',
    taken: 'Last fetched',
    never: 'not yet',
    byNight: 'at night, by itself',
    byPerson: (name) => `asked for by ${name}`,
    procedures: 'Procedures there',
    agencies: 'Agencies there',
    fields: 'Fields there',
    unreadable: (count) => `${count} lines without a code that can be read were left out.`,
    underWay: (moment) => `Being fetched, since ${moment}.`,
    broke: (moment) => `The fetch of ${moment} failed; what was fetched before stays. The reason:`,
    fetchNow: 'Fetch now',
    asked: 'The catalogue will be fetched. Load this page again in a few minutes.',
    differences: 'Differences',
    none: 'Nothing differs.',
    noneOfThese: 'Nothing differs in this way.',
    nothingYet: 'There is no catalogue to compare with yet.',
    filter: 'Filter the differences',
    sort: 'Sort',
    all: (count) => `All (${count})`,
    code: 'Code',
    theirCode: (code) => `there ${code}`,
    what: 'Difference',
    ours: 'Here',
    theirs: 'There',
    since: (day) => `since ${day}`,
    nothing: 'none',
  },
)
