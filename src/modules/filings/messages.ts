import { defineMessages, type Language } from '#platform/i18n'
import type { FilingState } from './repository.ts'

/** What the pages of filings say, and what the other system is told. */
export const filingMessages = defineMessages(
  {
    title: 'Hồ sơ nộp từ nơi khác',
    hint: 'Hồ sơ nộp tại Cổng Dịch vụ công quốc gia và hệ thống khác gửi về đây. Hồ sơ chưa nhận được vẫn được lưu nguyên như khi đến.',
    stateFilter: 'Tình trạng',
    anyState: 'Tất cả',
    filter: 'Lọc',
    nothing: 'Không có hồ sơ nào ở tình trạng này.',
    code: 'Mã hồ sơ nơi nộp',
    who: 'Người nộp',
    unknownWho: 'Không ghi tên',
    procedure: 'Thủ tục',
    agency: 'Nơi nhận',
    came: 'Đến lúc',
    state: 'Tình trạng',
    why: 'Lý do',
    waiting: 'Chờ xử lý lại',
    held: 'Chưa nhận được',
    taken: 'Đã thành hồ sơ',
    refused: 'Đã trả lại',
    tries: 'Đã thử',
    triesText: (count: string) => `${count} lần`,
    lastTry: (moment: string) => `lần cuối ${moment}`,
    told: 'Nơi nộp được báo',
    toldNot: 'Chưa báo được',
    toldAt: (moment: string) => `lúc ${moment}`,
    toldNothing: 'Chưa có gì phải báo',
    toldError: (fault: string) => `Nơi nộp trả lời: ${fault}`,
    kept: 'Nội dung đang lưu',
    keptHint: 'Nguyên văn như khi đến. Giấy tờ vẫn ở nơi nộp cho tới khi nhận được hồ sơ.',
    raw: 'Xem nguyên văn',
    problems: 'Chỗ cần sửa',
    field: 'Mục',
    expected: 'Cần',
    retry: 'Thử nhận lại',
    retryHint: 'Khi đã sửa chỗ thiếu: công bố thủ tục, thêm mã tương ứng, hoặc người nộp đã gửi lại.',
    retryDone: 'Đang thử nhận lại. Tải lại trang sau ít phút để xem kết quả.',
    refuse: 'Trả lại cho nơi nộp',
    reason: 'Lý do trả lại',
    reasonHint: 'Người nộp đọc được câu này tại nơi đã nộp.',
    reasonMissing: 'Nhập lý do trả lại.',
    refuseDone: 'Đã trả lại. Nơi nộp được báo trong ít phút.',
    decidedBy: (name: string, moment: string) => `${name} trả lại lúc ${moment}`,
    openDossier: 'Mở hồ sơ',
    codes: 'Mã tương ứng',
    codesHint:
      'Mã mà hệ thống khác dùng cho cơ quan, thủ tục ở đây, theo ngày. Không nhập gì thì hai bên dùng chung một mã.',
    codesNothing: 'Chưa có mã tương ứng nào: hai bên dùng chung mã.',
    system: 'Hệ thống',
    kind: 'Loại',
    kind_agency: 'Cơ quan',
    kind_procedure: 'Thủ tục',
    ourCode: 'Mã ở đây',
    theirCode: 'Mã ở nơi khác',
    from: 'Từ ngày',
    fromHint: 'Ngày hệ thống kia bắt đầu dùng mã đó. Ví dụ 22/11/2026.',
    to: 'Đến ngày',
    open: 'Còn dùng',
    enter: 'Thêm mã tương ứng',
    enterDone: 'Đã thêm mã tương ứng.',
    missing: (what: string) => `Nhập ${what.toLowerCase()}.`,
    dayWrong: 'Nhập ngày theo dạng 22/11/2026.',
    reason_empty: 'Hồ sơ gửi sang không có nội dung tờ khai và không có giấy tờ nào.',
    reason_applicant_missing: 'Hồ sơ gửi sang không ghi họ tên, số định danh của người nộp.',
    reason_applicant_number: 'Hồ sơ gửi sang không ghi số định danh 12 chữ số của người nộp.',
    reason_enterprise: 'Hồ sơ đứng tên doanh nghiệp nộp từ nơi khác chưa nhận được tại đây.',
    reason_state_agency: 'Hồ sơ đứng tên cơ quan nhà nước nộp từ nơi khác chưa nhận được tại đây.',
    reason_organisation: 'Hồ sơ đứng tên tổ chức nộp từ nơi khác chưa nhận được tại đây.',
    reason_owner_unknown: 'Hồ sơ gửi sang không cho biết đứng tên công dân, doanh nghiệp hay tổ chức.',
    reason_unreadable: (part: string) => `Hồ sơ gửi sang không đúng cấu trúc đã thống nhất (${part}).`,
    reason_agency_unknown: (code: string) => `Không có cơ quan nào mang mã ${code}.`,
    reason_agency_missing: 'Hồ sơ gửi sang không ghi cơ quan tiếp nhận.',
    reason_paper_altered: (name: string) => `Tệp “${name}” không khớp mã băm gửi kèm.`,
    reason_component_unknown: (code: string) => `Thủ tục không có thành phần hồ sơ mang mã ${code}.`,
    reason_paper_without_address: (name: string, result: string) =>
      `Tệp “${name}”${result && ` (kết quả mã ${result})`} được gửi sang mà không ghi địa chỉ tải về.`,
    reason_paper_elsewhere: (name: string, place: string) =>
      `Tệp “${name}” được ghi là nằm tại ${place}, không thuộc nơi được phép tải về. Nếu nơi nộp lưu tệp ở đó, quản trị hệ thống cần khai báo thêm.`,
    reason_paper_refused: (name: string) =>
      `Không nhận được tệp “${name}”: tệp hỏng, sai loại hoặc không an toàn.`,
    reason_procedure: 'Thủ tục này chưa được tiếp nhận trực tuyến tại đây.',
    reason_answers: (fields: string) => `Tờ khai còn chỗ chưa đúng: ${fields}.`,
    reason_papers: (names: string) => `Thiếu giấy tờ: ${names}.`,
    reason_other: (code: string) => `Chưa nhận được hồ sơ (mã ${code}).`,
  },
  {
    title: 'Dossiers filed elsewhere',
    hint: 'Dossiers that were filed at the national portal or another system and sent here. What could not be taken is kept as it came.',
    stateFilter: 'State',
    anyState: 'All',
    filter: 'Filter',
    nothing: 'There is none in this state.',
    code: 'Code where it was filed',
    who: 'Filed by',
    unknownWho: 'No name given',
    procedure: 'Procedure',
    agency: 'For',
    came: 'Came at',
    state: 'State',
    why: 'Why',
    waiting: 'Waits to be tried',
    held: 'Could not be taken',
    taken: 'Is a dossier',
    refused: 'Sent back',
    tries: 'Tried',
    triesText: (count: string) => (count === '1' ? 'once' : `${count} times`),
    lastTry: (moment: string) => `last at ${moment}`,
    told: 'The other system was told',
    toldNot: 'Could not be told yet',
    toldAt: (moment: string) => `at ${moment}`,
    toldNothing: 'There is nothing to tell yet',
    toldError: (fault: string) => `It answered: ${fault}`,
    kept: 'What is kept',
    keptHint: 'As it came. Its papers stay where it was filed until it is taken.',
    raw: 'Show it as it came',
    problems: 'What is to be mended',
    field: 'Field',
    expected: 'Expected',
    retry: 'Try again',
    retryHint:
      'When what was missing is there: the procedure is published, a code was entered, or it was sent again.',
    retryDone: 'It is being tried. Load the page again in a few minutes.',
    refuse: 'Send it back',
    reason: 'Why it is sent back',
    reasonHint: 'Who filed it reads this sentence there.',
    reasonMissing: 'Say why it is sent back.',
    refuseDone: 'Sent back. The other system is told within minutes.',
    decidedBy: (name: string, moment: string) => `sent back by ${name} at ${moment}`,
    openDossier: 'Open the dossier',
    codes: 'Corresponding codes',
    codesHint:
      'The codes that another system has for agencies and procedures here, by date. Where none is entered both use the same.',
    codesNothing: 'None was entered: both sides use the same codes.',
    system: 'System',
    kind: 'Kind',
    kind_agency: 'Agency',
    kind_procedure: 'Procedure',
    ourCode: 'Code here',
    theirCode: 'Code there',
    from: 'From',
    fromHint: 'The day on which the other system begins to use it, such as 22/11/2026.',
    to: 'To',
    open: 'In use',
    enter: 'Enter a code',
    enterDone: 'The code was entered.',
    missing: (what: string) => `Enter: ${what.toLowerCase()}.`,
    dayWrong: 'Enter a day such as 22/11/2026.',
    reason_empty: 'What was sent has neither answers nor papers.',
    reason_applicant_missing: 'What was sent does not say by name and personal id who filed it.',
    reason_applicant_number: 'What was sent does not give a personal id of 12 digits of who filed it.',
    reason_enterprise: 'A dossier of an enterprise that was filed elsewhere cannot be taken here yet.',
    reason_state_agency: 'A dossier of a state agency that was filed elsewhere cannot be taken here yet.',
    reason_organisation: 'A dossier of an organisation that was filed elsewhere cannot be taken here yet.',
    reason_owner_unknown:
      'What was sent does not say whether it is of a citizen, an enterprise or an organisation.',
    reason_unreadable: (part: string) => `What was sent is not as it was agreed (${part}).`,
    reason_agency_unknown: (code: string) => `No agency has the code ${code}.`,
    reason_agency_missing: 'What was sent does not say which agency it is for.',
    reason_paper_altered: (name: string) => `The file “${name}” is not what its hash says.`,
    reason_component_unknown: (code: string) => `The procedure has no component with the code ${code}.`,
    reason_paper_without_address: (name, result) =>
      `The file “${name}”${result && ` (result ${result})`} was sent without an address to fetch it from.`,
    reason_paper_elsewhere: (name, place) =>
      `The file “${name}” is said to lie at ${place}, from where nothing may be fetched. If the other system keeps its files there, an administrator has to name it in the settings.`,
    reason_paper_refused: (name: string) =>
      `The file “${name}” cannot be kept: damaged, of another kind, or unsafe.`,
    reason_procedure: 'This procedure is not taken online here.',
    reason_answers: (fields: string) => `The declaration has mistakes: ${fields}.`,
    reason_papers: (names: string) => `Papers are missing: ${names}.`,
    reason_other: (code: string) => `It could not be taken (code ${code}).`,
  },
)

/** What a state is called. */
export const stateName = (state: FilingState, language: Language): string => filingMessages(language)[state]

type Detail = Readonly<Record<string, unknown>>

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '?')

/** What is named in a list of a detail: fields by their name, or whatever they are called. */
const namesOf = (list: unknown): string =>
  Array.isArray(list)
    ? list
        .map((one) => (typeof one === 'string' ? one : textOf((one as Detail).field ?? (one as Detail).name)))
        .join(', ')
    : '?'

type Words = ReturnType<typeof filingMessages>

function ownerSentence(kind: unknown, words: Words): string {
  if (kind === 'enterprise' || kind === 'state_agency' || kind === 'organisation')
    return words[`reason_${kind}`]
  return words.reason_owner_unknown
}

/** Why something cannot be a dossier here, for people; for a code without a sentence the code stands in it. */
export function reasonSentence(code: string, detail: Detail, language: Language): string {
  const words = filingMessages(language)
  const sentences: Readonly<Record<string, string>> = {
    'filings.empty': words.reason_empty,
    'filings.applicant_missing': words.reason_applicant_missing,
    'filings.applicant_number': words.reason_applicant_number,
    'filings.owner_kind': ownerSentence(detail.ownerKind, words),
    'filings.unreadable': words.reason_unreadable(textOf(detail.part)),
    'filings.agency_unknown': words.reason_agency_unknown(textOf(detail.agency)),
    'filings.agency_missing': words.reason_agency_missing,
    'filings.paper_altered': words.reason_paper_altered(textOf(detail.paper)),
    'filings.component_unknown': words.reason_component_unknown(textOf(detail.component)),
    'filings.paper_refused': words.reason_paper_refused(textOf(detail.paper)),
    'filings.paper_without_address': words.reason_paper_without_address(
      textOf(detail.paper),
      typeof detail.result === 'string' ? detail.result : '',
    ),
    'filings.paper_elsewhere': words.reason_paper_elsewhere(textOf(detail.paper), textOf(detail.place)),
    'procedures.not_found': words.reason_procedure,
    'procedures.not_offered': words.reason_procedure,
    'dossiers.not_offered': words.reason_procedure,
    'dossiers.channel_closed': words.reason_procedure,
    'dossiers.answers_invalid': words.reason_answers(namesOf(detail.fields)),
    'dossiers.components_missing': words.reason_papers(namesOf(detail.missing)),
  }
  return sentences[code] ?? words.reason_other(code)
}
