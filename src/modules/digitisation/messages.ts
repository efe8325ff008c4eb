import { defineMessages, type Language } from '#platform/i18n'
import type { PaperKind } from './open-session.ts'
import type { PaperProblem } from './rules/check-paper.ts'
import type { SuggestionKind } from './rules/suggest-fields.ts'

/** Everything that is said of scanning. Officers read no pronoun. */
export const scanMessages = defineMessages(
  {
    title: 'Số hóa',
    lead: 'Quét giấy tờ thành bản điện tử có chữ tìm được, ký chứng nhận “số hóa” rồi dùng cho hồ sơ.',
    start: 'Bắt đầu quét',
    sessions: 'Các phiên quét',
    noSessions: 'Chưa quét giấy tờ nào.',
    name: 'Tên giấy tờ',
    nameHint:
      'Ví dụ: Giấy chứng sinh. Nhiều giấy tờ một lượt: đặt tờ phân cách ở giữa, đổi tên từng giấy tờ sau.',
    nameMissing: 'Nhập tên giấy tờ',
    kind: 'Giấy tờ này',
    kind_ordinary: 'Là giấy tờ phải số hóa',
    kind_only_shown: 'Chỉ xuất trình để đối chiếu',
    kind_agency_opinion: 'Là kết quả kiểm tra, xác minh, ý kiến của cơ quan tham gia',
    kind_secret: 'Thuộc danh mục bí mật nhà nước',
    kind_electronic: 'Thuộc hồ sơ đã nộp bằng bản điện tử',
    notScanned: (kind: string) =>
      `Không số hóa giấy tờ loại này (${kind}): TT 03/2025/TT-VPCP Điều 5 khoản 2. Giữ bản giấy theo quy định; chưa có gì được lưu.`,
    open: 'Mở phiên quét',
    separators: 'In tờ phân cách (PDF)',
    separatorSheet: 'TỜ PHÂN CÁCH',
    separatorLead: 'Đặt giữa hai giấy tờ rồi quét một lượt. Trang này được bỏ ra, phần sau thành giấy tờ mới.',
    openedAt: (moment: string) => `Mở lúc ${moment}`,
    papersCount: (count: number) => `${count} giấy tờ`,
    isOpen: 'Đang mở',
    isClosed: 'Đã đóng',
    older: 'Cũ hơn',
    back: 'Về danh sách phiên quét',
    backToSession: 'Về phiên quét',

    addPages: 'Thêm trang',
    files: 'Tệp ảnh hoặc PDF',
    filesHint: 'JPEG, PNG, WebP hoặc PDF nhiều trang, từ 200 dpi.',
    upload: 'Tải lên',
    fromFolder: (count: number) => `Lấy ${count} tệp từ máy quét`,
    folderEmpty: 'Thư mục máy quét chưa có tệp mới.',
    byPhone: 'Quét bằng điện thoại',
    phoneLead: (moment: string) =>
      `Dùng điện thoại quét mã này rồi chụp từng trang; trang về thẳng phiên quét đang mở. Dùng được đến ${moment}.`,
    phoneCode: 'Mã mở trang chụp trên điện thoại',
    phoneTitle: 'Chụp giấy tờ',
    phoneFor: (name: string) => `Gửi vào phiên quét: ${name}`,
    phoneHint: 'Đặt giấy nơi sáng, chụp thẳng, đủ bốn góc. Mỗi lần chụp một trang.',
    phoneTake: 'Ảnh trang giấy',
    phoneSend: 'Gửi trang',
    phoneSent: (count: number) => `Đã gửi ${count} trang. Chụp tiếp trang sau, hoặc quay lại máy tính.`,
    phoneNothing: 'Chưa chọn ảnh nào',
    phoneUntil: (moment: string) => `Dùng được đến ${moment}.`,
    taken: (count: number) => `Đã nhận ${count} tệp. Trang hiện ra khi nắn thẳng xong.`,
    nothingTaken: 'Chưa chọn tệp nào.',
    refused: 'Tệp không đọc được',
    reading: (name: string, done: number, total: number | null) =>
      `${name}: đang nắn thẳng, ${done}${total ? `/${total}` : ''} trang`,
    fault_encrypted: 'tệp có mật khẩu. Bỏ mật khẩu rồi gửi lại.',
    fault_damaged: 'tệp hỏng hoặc chưa gửi hết. Quét lại trang này.',
    fault_too_many_pages: 'nhiều hơn 500 trang. Chia thành nhiều tệp.',
    fault_too_many_pixels: 'ảnh quá lớn. Quét lại ở 200 đến 300 dpi.',
    fault_timed_out: 'đọc quá lâu. Quét lại ở 200 đến 300 dpi.',
    unreadable: (name: string, fault: string) => `${name}: ${fault}`,
    reload: 'Xem lại',

    paper: (number: number) => `Giấy tờ ${number}`,
    component: 'Dùng cho thành phần hồ sơ',
    noComponent: 'Không thuộc thành phần nào',
    originalPages: 'Số trang bản gốc',
    originalHint: 'Đếm trên giấy',
    notANumber: 'Nhập số trang từ 1 đến 2000',
    save: 'Lưu',
    make: 'Tạo bản số hóa',
    noPages: 'Chưa có trang nào.',
    page: (number: number) => `Trang ${number}`,
    pageOf: (number: number, paper: string) => `Trang ${number}, ${paper}`,
    withNote: 'có giấy dán',
    withoutNote: 'cùng trang, đã gỡ giấy dán',
    state_blank: 'Trang trắng, để riêng',
    state_separator: 'Tờ phân cách, đã bỏ',
    state_dropped: 'Đã bỏ',
    state_kept: 'Có trong bản số hóa',
    aside: (count: number) => `${count} trang để riêng`,
    up: 'Lên trước',
    down: 'Xuống sau',
    turn: 'Xoay',
    drop: 'Bỏ trang',
    keep: 'Giữ lại',
    note: 'Có giấy dán',
    noteHint:
      'Trang có giấy dán phải có hai ảnh liền nhau: còn giấy dán, rồi đã gỡ (TT 01/2023/TT-VPCP Điều 8 khoản 2). Hai ảnh tính một trang.',
    split: 'Tách thành giấy tờ mới từ trang này',
    moveTo: 'Chuyển sang giấy tờ',
    move: 'Chuyển',
    replace: 'Quét lại trang này',
    replaceHint: 'Ảnh mới thay ảnh này; ảnh cũ vẫn lưu trong lịch sử.',
    picture: (number: number) => `Ảnh trang ${number}`,
    size: (dots: number, version: number) => `${dots} dpi, lần quét ${version}`,
    close: 'Đóng phiên quét',
    closedNote: 'Phiên quét đã đóng: xem được, không đổi được nữa.',

    copy: 'Bản số hóa',
    copyState_waiting: 'Đang tạo',
    copyState_made: 'Chưa chứng nhận',
    copyState_certified: 'Đã chứng nhận',
    copyState_failed: 'Không tạo được',
    copyState_replaced: 'Đã thay bằng bản mới',
    progress: (done: number, total: number) => `Đã đọc chữ ${done}/${total} trang.`,
    wait: 'Có thể làm việc khác; trang này tự cập nhật.',
    madeFacts: (pages: number, size: string) => `${pages} trang, ${size}, PDF/A có lớp chữ tiếng Việt`,
    openCopy: 'Mở bản số hóa (PDF)',
    certify: 'Ký chứng nhận',
    certifyLead:
      'Bản này chưa có người chịu trách nhiệm. Ký số để chứng nhận đúng với bản chính; chỉ bản đã chứng nhận mới vào kho dữ liệu.',
    certifyAway: 'Chưa ký số được ở đây. Bản số hóa vẫn dùng cho hồ sơ được và ghi rõ là chưa chứng nhận.',
    certifyFailed: (code: string) => `Lần ký trước không thành: ${code}. Có thể ký lại.`,
    certifiedBy: (name: string, moment: string) => `${name} chứng nhận đúng với bản chính lúc ${moment}.`,
    usedIn: (reference: string) => `Đã dùng trong hồ sơ ${reference}.`,
    copyFailed: 'Không tạo được bản số hóa. Các trang vẫn còn nguyên; tạo lại từ phiên quét.',
    hash: 'Mã băm SHA-256',
    outdated: 'Trang đã đổi sau khi tạo bản này. Tạo lại để bản số hóa đúng với các trang bây giờ.',
    suggestions: 'Thông tin đọc được',
    suggestionsLead:
      'Đọc bằng máy, chỉ là gợi ý: đối chiếu với giấy trước khi dùng. Không có gì tự điền vào tờ khai.',
    noSuggestions: 'Không đọc được số định danh, họ tên, ngày hay số giấy nào.',
    suggestionKind: 'Thông tin',
    suggestionValue: 'Đọc được',
    suggestionLine: 'Ở dòng',
    field_personal_id: 'Số định danh cá nhân',
    field_full_name: 'Họ và tên',
    field_date_of_birth: 'Ngày sinh',
    field_date: 'Ngày ghi trên giấy',
    field_document_number: 'Số, ký hiệu',
    onPage: (page: number) => `trang ${page}`,
    useFor: (field: string) => `Dùng cho: ${field}`,
    madePages: (pages: number) => `${pages} trang`,
    newTab: 'mở trang mới, phần đang nhập vẫn còn ở đây',
    lookAgain: 'Cập nhật bản vừa quét',
    toIntake: 'Về trang tiếp nhận',

    no_pages: 'Chưa có trang nào để tạo bản số hóa.',
    count_missing: 'Nhập số trang bản gốc, đếm trên giấy.',
    count_differs: (counted: number, pictures: number) =>
      `Bản gốc ${counted} trang, đã quét ${pictures} trang. ${
        pictures < counted ? 'Quét thêm trang còn thiếu' : 'Bỏ trang thừa'
      }, hoặc sửa số trang bản gốc.`,
    note_without_pair: (page: number) =>
      `Trang ${page} có giấy dán: cần thêm ảnh thứ hai ngay sau, đã gỡ giấy dán.`,
    pair_without_note: (page: number) =>
      `Trang ${page} là ảnh đã gỡ giấy dán nhưng ngay trước không có ảnh còn giấy dán.`,
    low_resolution: (page: number, found: number, least: number) =>
      `Trang ${page} chỉ đạt ${found} dpi, cần từ ${least} dpi. Quét hoặc chụp lại gần hơn.`,
    waitingCopies: 'Bản số hóa chờ dùng',
    scanPaper: 'Quét giấy tờ',
    uncertified: 'chưa chứng nhận',
    certified: 'đã chứng nhận',
  },
  {
    title: 'Scanning',
    lead: 'Make papers electronic with text that can be searched, certify the copy by signature, then use it in a dossier.',
    start: 'Start scanning',
    sessions: 'Scanning sessions',
    noSessions: 'Nothing has been scanned yet.',
    name: 'Name of the paper',
    nameHint:
      'For example: Birth notification. Several papers at once: put separator sheets between them, and name each paper later.',
    nameMissing: 'Enter the name of the paper',
    kind: 'This paper',
    kind_ordinary: 'Is one that is scanned',
    kind_only_shown: 'Is only shown for comparison',
    kind_agency_opinion: 'Is the result of a check, a verification or an opinion of a participating agency',
    kind_secret: 'Is on the list of state secrets',
    kind_electronic: 'Belongs to a dossier submitted electronically',
    notScanned: (kind: string) =>
      `Papers of this kind are not scanned (${kind}): Circular 03/2025/TT-VPCP, Article 5 clause 2. Keep the paper as prescribed; nothing has been saved.`,
    open: 'Open the session',
    separators: 'Print separator sheets (PDF)',
    separatorSheet: 'SEPARATOR SHEET',
    separatorLead:
      'Put it between two papers and scan them in one go. This page is left out, what follows becomes a new paper.',
    openedAt: (moment: string) => `Opened at ${moment}`,
    papersCount: (count: number) => `${count} ${count === 1 ? 'paper' : 'papers'}`,
    isOpen: 'Open',
    isClosed: 'Closed',
    older: 'Older',
    back: 'Back to the sessions',
    backToSession: 'Back to the session',

    addPages: 'Add pages',
    files: 'Picture or PDF files',
    filesHint: 'JPEG, PNG, WebP or PDF of many pages, 200 dpi or more.',
    upload: 'Upload',
    fromFolder: (count: number) => `Take ${count} ${count === 1 ? 'file' : 'files'} from the scanner`,
    folderEmpty: 'There are no new files in the folder of the scanner.',
    byPhone: 'Scan by telephone',
    phoneLead: (moment: string) =>
      `Scan this code with a telephone and photograph page after page; the pages come into this session. Works until ${moment}.`,
    phoneCode: 'Code that opens the camera page on a telephone',
    phoneTitle: 'Photograph papers',
    phoneFor: (name: string) => `Sent to the session: ${name}`,
    phoneHint:
      'Lay the paper in good light, hold the telephone straight, show all four corners. One page at a time.',
    phoneTake: 'Picture of the page',
    phoneSend: 'Send the page',
    phoneSent: (count: number) =>
      `Sent ${count} ${count === 1 ? 'page' : 'pages'}. Take the next one, or go back to the computer.`,
    phoneNothing: 'No picture was chosen',
    phoneUntil: (moment: string) => `Works until ${moment}.`,
    taken: (count: number) =>
      `Received ${count} ${count === 1 ? 'file' : 'files'}. Pages appear as soon as they are straightened.`,
    nothingTaken: 'No file was chosen.',
    refused: 'Files that cannot be read',
    reading: (name: string, done: number, total: number | null) =>
      `${name}: being straightened, ${done}${total ? `/${total}` : ''} pages`,
    fault_encrypted: 'the file has a password. Remove it and send it again.',
    fault_damaged: 'the file is damaged or did not arrive whole. Scan this page again.',
    fault_too_many_pages: 'more than 500 pages. Split it into several files.',
    fault_too_many_pixels: 'the picture is too large. Scan it again at 200 to 300 dpi.',
    fault_timed_out: 'it took too long to read. Scan it again at 200 to 300 dpi.',
    unreadable: (name: string, fault: string) => `${name}: ${fault}`,
    reload: 'Look again',

    paper: (number: number) => `Paper ${number}`,
    component: 'For which component of the dossier',
    noComponent: 'For none',
    originalPages: 'Pages of the original',
    originalHint: 'Counted on paper',
    notANumber: 'Enter a number of pages from 1 to 2000',
    save: 'Save',
    make: 'Make the copy',
    noPages: 'No pages yet.',
    page: (number: number) => `Page ${number}`,
    pageOf: (number: number, paper: string) => `Page ${number}, ${paper}`,
    withNote: 'with a sticky note',
    withoutNote: 'the same page, note removed',
    state_blank: 'Blank page, set aside',
    state_separator: 'Separator sheet, left out',
    state_dropped: 'Left out',
    state_kept: 'In the copy',
    aside: (count: number) => `${count} ${count === 1 ? 'page' : 'pages'} set aside`,
    up: 'Move before',
    down: 'Move after',
    turn: 'Turn',
    drop: 'Leave out',
    keep: 'Keep',
    note: 'Has a sticky note',
    noteHint:
      'A page with a sticky note needs two pictures in a row: with the note, then without it (Circular 01/2023/TT-VPCP, Article 8 clause 2). The two count as one page.',
    split: 'Begin a new paper with this page',
    moveTo: 'Move to paper',
    move: 'Move',
    replace: 'Scan this page again',
    replaceHint: 'The new picture takes the place of this one; the old one stays on record.',
    picture: (number: number) => `Picture of page ${number}`,
    size: (dots: number, version: number) => `${dots} dpi, scan ${version}`,
    close: 'Close the session',
    closedNote: 'The session is closed: it can be read and no longer changed.',

    copy: 'Copy',
    copyState_waiting: 'Being made',
    copyState_made: 'Not certified',
    copyState_certified: 'Certified',
    copyState_failed: 'Could not be made',
    copyState_replaced: 'Replaced by a newer one',
    progress: (done: number, total: number) => `The text of ${done} of ${total} pages has been read.`,
    wait: 'Other work can go on; this page brings itself up to date.',
    madeFacts: (pages: number, size: string) =>
      `${pages} ${pages === 1 ? 'page' : 'pages'}, ${size}, PDF/A with a layer of Vietnamese text`,
    openCopy: 'Open the copy (PDF)',
    certify: 'Certify by signature',
    certifyLead:
      'Nobody answers for this copy yet. Sign it to certify that it is true to the original; only certified copies go to the vault.',
    certifyAway:
      'It cannot be signed here. The copy can be used in a dossier all the same, marked as not certified.',
    certifyFailed: (code: string) => `The last signing failed: ${code}. It can be signed again.`,
    certifiedBy: (name: string, moment: string) => `Certified as true to the original by ${name} at ${moment}.`,
    usedIn: (reference: string) => `Used in dossier ${reference}.`,
    copyFailed: 'The copy could not be made. The pages are all there; make it again from the session.',
    hash: 'SHA-256',
    outdated:
      'The pages were changed after this copy was made. Make it again, so that it shows the pages as they are now.',
    suggestions: 'What was read',
    suggestionsLead:
      'Read by a machine, proposals only: compare them with the paper before they are used. Nothing is filled in by itself.',
    noSuggestions: 'No personal id, name, day or document number was read.',
    suggestionKind: 'What',
    suggestionValue: 'Read as',
    suggestionLine: 'In the line',
    field_personal_id: 'Personal id',
    field_full_name: 'Full name',
    field_date_of_birth: 'Date of birth',
    field_date: 'Day on the paper',
    field_document_number: 'Document number',
    onPage: (page: number) => `page ${page}`,
    useFor: (field: string) => `Use for: ${field}`,
    madePages: (pages: number) => `${pages} ${pages === 1 ? 'page' : 'pages'}`,
    newTab: 'opens a new page, what is typed here stays',
    lookAgain: 'Show what was just scanned',
    toIntake: 'Back to the counter page',

    no_pages: 'There is no page to make a copy of.',
    count_missing: 'Enter the pages of the original, counted on paper.',
    count_differs: (counted: number, pictures: number) =>
      `The original has ${counted} pages, ${pictures} were scanned. ${
        pictures < counted ? 'Scan what is missing' : 'Leave out what is too much'
      }, or correct the number of pages.`,
    note_without_pair: (page: number) =>
      `Page ${page} has a sticky note: a second picture without it must follow.`,
    pair_without_note: (page: number) =>
      `Page ${page} shows a page without its note, but the picture before is not the one with it.`,
    low_resolution: (page: number, found: number, least: number) =>
      `Page ${page} has ${found} dpi, at least ${least} are needed. Scan it again, or photograph it from nearer.`,
    waitingCopies: 'Scans not used yet',
    scanPaper: 'Scan the paper',
    uncertified: 'not certified',
    certified: 'certified',
  },
)

/** What stands against a copy, in a sentence. */
export function explainProblem(problem: PaperProblem, language: Language): string {
  const say = scanMessages(language)
  switch (problem.code) {
    case 'no_pages':
    case 'count_missing':
      return say[problem.code]
    case 'count_differs':
      return say.count_differs(problem.counted, problem.pictures)
    case 'low_resolution':
      return say.low_resolution(problem.page, problem.found, problem.least)
    case 'note_without_pair':
    case 'pair_without_note':
      return say[problem.code](problem.page)
  }
}

export const kindName = (kind: PaperKind, language: Language): string => scanMessages(language)[`kind_${kind}`]

/** What a proposed value is. */
export const fieldName = (kind: SuggestionKind, language: Language): string =>
  scanMessages(language)[`field_${kind}`]

const faults = ['encrypted', 'damaged', 'too_many_pages', 'too_many_pixels', 'timed_out'] as const

/** Why a file gave no pages. */
export function explainFault(name: string, problem: string | null, language: Language): string {
  const say = scanMessages(language)
  const fault = faults.find((one) => one === problem) ?? 'damaged'
  return say.unreadable(name, say[`fault_${fault}`])
}
