import { defineMessages } from '#platform/i18n'
import type { FormNumber, FormSettings } from './rules/form.ts'

/** The names of the forms in lists and headings. */
export const formNames = defineMessages(
  {
    '01': 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả',
    '02': 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ',
    '03': 'Phiếu từ chối tiếp nhận, giải quyết hồ sơ',
    '04': 'Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết',
    '05': 'Thông báo dừng giải quyết hồ sơ',
    '06': 'Phiếu kiểm soát quá trình giải quyết hồ sơ',
    '07': 'Sổ theo dõi hồ sơ',
  },
  {
    '01': 'Receipt with the day of the result',
    '02': 'Request for missing papers',
    '03': 'Notice of refusal',
    '04': 'Apology with a new day',
    '05': 'Notice that processing stops',
    '06': 'Control sheet of the processing',
    '07': 'Register of dossiers',
  },
)

/** How an issued form stands, for those who have it. */
export const formMessages = defineMessages(
  {
    heading: 'Biểu mẫu đã cấp',
    sealed: 'Đã ký số',
    asked: 'Đang chờ ký số',
    failed: 'Chưa ký số: lần ký không thành',
    unsealed: 'Chưa ký số',
    form: (number: string) => `Mẫu số ${number}`,
    issuedAt: (moment: string) => `cấp ${moment}`,
    again: (version: number) => `cấp lại lần ${version - 1}`,
    replaced: 'đã có bản cấp lại thay',
    issueAgain: 'Cấp lại',
    issueAgainHint: 'Khi hồ sơ được đính chính. Bản cấp lại nói nó thay bản nào; bản trước vẫn lưu.',
    whichForm: 'Biểu mẫu',
    manage: 'Xem và cấp lại biểu mẫu',
    noneYet: 'Chưa cấp biểu mẫu nào.',
    notDue: 'Hồ sơ chưa có biểu mẫu này.',
    whyAgain: 'Lý do cấp lại',
    unchanged: 'Nội dung không có gì khác bản đã cấp; không cấp lại.',
    issuedAgain: 'Đã cấp lại; bản trước vẫn lưu.',
    reasonMissing: 'Ghi lý do cấp lại.',
  },
  {
    heading: 'Forms issued',
    sealed: 'Digitally signed',
    asked: 'Waiting for its digital signature',
    failed: 'Not signed yet: signing did not succeed',
    unsealed: 'Not digitally signed yet',
    form: (number: string) => `Form ${number}`,
    issuedAt: (moment: string) => `issued ${moment}`,
    again: (version: number) => `issued again, no. ${version - 1}`,
    replaced: 'replaced by a later one',
    issueAgain: 'Issue again',
    issueAgainHint:
      'When the dossier was corrected. The new one says which it replaces; the earlier one is kept.',
    whichForm: 'Form',
    manage: 'See and issue forms again',
    noneYet: 'No form was issued yet.',
    notDue: 'The dossier has no such form yet.',
    whyAgain: 'Why it is issued again',
    unchanged: 'Nothing differs from the one that was issued; none was issued.',
    issuedAgain: 'Issued again; the earlier one is kept.',
    reasonMissing: 'Say why it is issued again.',
  },
)

/** The words of form 01 (TT 03/2025/TT-VPCP): an official paper, in Vietnamese only. */
export const receiptWords = {
  form: 'Tờ khai điện tử',
  noFee: 'Không phải trả tại thời điểm tiếp nhận',
  byPost: 'Qua bưu chính, tới địa chỉ người nộp đã ghi',
  electronically: 'Bản điện tử, trong trang “Hồ sơ của tôi”',
  provisional: 'Hạn tạm tính: lịch nghỉ của năm sau chưa công bố.',
  expected: (agency: string) =>
    `Ngày dự kiến: thời hạn tính từ khi ${agency} nhận được hồ sơ (NĐ 118/2025 Đ17 k3).`,
  heldBy: (database: string) => `lấy từ ${database}`,
  inWords: (words: string) => `(${words})`,
} as const

/** How the dossier came, on paper. */
export const channelWords = {
  online: 'Trực tuyến',
  counter: 'Trực tiếp tại quầy',
  post: 'Qua dịch vụ bưu chính',
} as const

/** The words of forms 02, 03 and 05. */
export const noticeWords = {
  atIntake: 'Kiểm tra hồ sơ trước khi tiếp nhận',
  inProcess: 'Thẩm định, giải quyết hồ sơ',
  whole: 'Nộp đủ các giấy tờ trên trong một lần: trong trang “Hồ sơ của tôi”, hoặc tại nơi tiếp nhận.',
  restart: 'Thời hạn giải quyết được tính lại từ đầu sau khi nhận đủ hồ sơ (NĐ 61/2018 Đ19 k4).',
  notStarted: 'Thời hạn giải quyết tính từ khi nhận đủ hồ sơ.',
  unseen: (reason: string) => `Yêu cầu trước chưa nêu được, vì: ${reason}`,
  refusedAtIntake: 'Không tiếp nhận hồ sơ.',
  rejected: 'Không giải quyết hồ sơ; phiếu này là kết quả giải quyết.',
  appeal:
    'Ông/bà có quyền nộp lại hồ sơ khi đủ điều kiện, kiến nghị hoặc khiếu nại theo quy định của pháp luật.',
  byApplicant: (moment: string) => `Người nộp hồ sơ đề nghị dừng, rút hồ sơ lúc ${moment}.`,
  byAgency: (moment: string) => `Cơ quan dừng giải quyết lúc ${moment}; người nộp không đề nghị.`,
  noResultYet: 'Chưa có quyết định, chưa có thông báo kết quả giải quyết.',
  stopped: 'Dừng giải quyết hồ sơ; giấy tờ bản chính đã nộp được trả lại cho người nộp.',
  noMoney: 'Hồ sơ không phát sinh khoản phải nộp.',
  paid: 'Khoản đã nộp được xử lý theo quy định về phí, lệ phí của thủ tục.',
} as const

const rightOf = 'NGƯỜI TIẾP NHẬN HỒ SƠ'
const plain = { note: '', hidden: [] } as const

/** What the program prints while no administrator has decided otherwise. */
export const builtInSettings: Readonly<Record<FormNumber, FormSettings>> = {
  '01': {
    ...plain,
    title: 'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ',
    basis: '',
    signatures: ['NGƯỜI NỘP HỒ SƠ', rightOf],
  },
  '02': {
    ...plain,
    title: 'PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ',
    basis: 'Căn cứ: NĐ 118/2025/NĐ-CP Điều 17; NĐ 61/2018/NĐ-CP Điều 17, Điều 19 khoản 4.',
    signatures: ['NGƯỜI NỘP HỒ SƠ', 'NGƯỜI HƯỚNG DẪN'],
  },
  '03': {
    ...plain,
    title: 'PHIẾU TỪ CHỐI TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ',
    basis: 'Căn cứ: NĐ 61/2018/NĐ-CP Điều 17 khoản 1, Điều 19 khoản 8.',
    signatures: ['NGƯỜI NỘP HỒ SƠ', 'NGƯỜI CÓ THẨM QUYỀN'],
  },
  '04': {
    ...plain,
    title: 'VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN',
    basis: '',
    signatures: ['', ''],
  },
  '05': {
    ...plain,
    title: 'THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ',
    basis: 'Căn cứ: NĐ 118/2025/NĐ-CP Điều 21; TT 03/2025/TT-VPCP Điều 7.',
    signatures: ['NGƯỜI NỘP HỒ SƠ', 'NGƯỜI THÔNG BÁO'],
  },
  '06': {
    ...plain,
    title: 'PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ',
    basis: '',
    signatures: ['', ''],
  },
  '07': {
    ...plain,
    title: 'SỔ THEO DÕI HỒ SƠ',
    basis: '',
    signatures: ['NGƯỜI LẬP SỔ', 'THỦ TRƯỞNG ĐƠN VỊ'],
  },
}

/** The words of form 07 and of its CSV. */
export const registerWords = {
  rejected: 'Từ chối giải quyết',
  returnMethods: { counter: 'Tại quầy', electronic: 'Bản điện tử', post: 'Qua bưu chính' },
  columns: [
    'Số',
    'Năm',
    'Mã hồ sơ',
    'Mã thủ tục',
    'Thủ tục',
    'Số bộ',
    'Người nộp',
    'Liên hệ',
    'Cơ quan giải quyết',
    'Tiếp nhận',
    'Hẹn trả',
    'Trả',
    'Hình thức nhận',
    'Trạng thái',
    'Ghi chú',
  ],
} as const
