import { defineMessages, type Language } from '#platform/i18n'
import type { Criterion, Points } from './rules/rating.ts'

export const ratingMessages = defineMessages(
  {
    title: 'Đánh giá',
    ownTitle: 'Đánh giá việc giải quyết hồ sơ',
    ownLead:
      'Ý kiến của bạn giúp cơ quan phục vụ tốt hơn. Việc đánh giá không bắt buộc và không ảnh hưởng đến kết quả. Mỗi hồ sơ đánh giá một lần.',
    ask: 'Đánh giá hồ sơ này',
    askLead: 'Hồ sơ đã xong. Bạn thấy việc giải quyết thế nào?',
    noOpinion: 'Không có ý kiến',
    comment: 'Ý kiến khác',
    commentHint: 'Không ghi số giấy tờ hay thông tin riêng của người khác.',
    send: 'Gửi đánh giá',
    thanks: 'Cảm ơn bạn. Đánh giá đã được ghi nhận.',
    given: (when: string) => `Bạn đã đánh giá hồ sơ này lúc ${when}.`,
    notFinished: 'Hồ sơ chưa xong nên chưa đánh giá được.',
    nothingSaid: 'Chọn câu trả lời cho ít nhất một mục.',
    points: (points: string) => `${points} điểm`,
    lead: 'Người dân đánh giá hồ sơ của cơ quan, tại đây hoặc trên Cổng Dịch vụ công quốc gia.',
    none: 'Chưa có đánh giá nào.',
    averages: 'Điểm trung bình, từ 0 đến 2',
    criterion: 'Tiêu chí',
    average: 'Trung bình',
    count: 'Số đánh giá',
    list: 'Từng đánh giá, mới nhất trước',
    dossier: 'Hồ sơ',
    unknown: 'chưa có tại đây',
    when: 'Lúc',
    where: 'Nơi đánh giá',
    here: 'Tại đây',
    national_portal: 'Cổng quốc gia',
    said: 'Nội dung',
    agency: 'Cơ quan',
    anyAgency: 'Mọi cơ quan',
    month: 'Tháng',
    anyMonth: 'Mọi tháng',
    filter: 'Lọc đánh giá',
    total: (count: string) => `${count} đánh giá`,
  },
  {
    title: 'Ratings',
    ownTitle: 'Rate how the dossier was done',
    ownLead:
      'What you say helps the agency to do better. It is voluntary and changes nothing about your result. A dossier is rated once.',
    ask: 'Rate this dossier',
    askLead: 'The dossier is finished. How was it done?',
    noOpinion: 'No opinion',
    comment: 'Anything else',
    commentHint: 'Do not write numbers of documents or anything private about others.',
    send: 'Send the rating',
    thanks: 'Thank you. The rating is recorded.',
    given: (when: string) => `You rated this dossier at ${when}.`,
    notFinished: 'The dossier is not finished, so it cannot be rated yet.',
    nothingSaid: 'Choose an answer for at least one of them.',
    points: (points: string) => (points === '1' ? '1 point' : `${points} points`),
    lead: 'How people rate the dossiers of the agency, here or on the national portal.',
    none: 'There is no rating yet.',
    averages: 'Average points, from 0 to 2',
    criterion: 'Criterion',
    average: 'Average',
    count: 'Ratings',
    list: 'Each rating, the newest first',
    dossier: 'Dossier',
    unknown: 'not known here',
    when: 'At',
    where: 'Given',
    here: 'Here',
    national_portal: 'National portal',
    said: 'What was said',
    agency: 'Agency',
    anyAgency: 'Any agency',
    month: 'Month',
    anyMonth: 'Any month',
    filter: 'Filter ratings',
    total: (count: string) => (count === '1' ? '1 rating' : `${count} ratings`),
  },
)

/** The question of a criterion, and what each number of points means: [0, 1, 2], TT 01/2018 Đ13. */
type Asked = Readonly<{ name: string; question: string; answers: Readonly<Record<Points, string>> }>

const asked: Readonly<Record<Language, Readonly<Record<Criterion, Asked>>>> = {
  vi: {
    time: {
      name: 'Thời gian giải quyết',
      question: 'Hồ sơ được giải quyết trong bao lâu?',
      answers: { 2: 'Sớm hơn quy định', 1: 'Đúng quy định', 0: 'Lâu hơn quy định' },
    },
    agency_time: {
      name: 'Thời gian của từng cơ quan',
      question: 'Các cơ quan tham gia xử lý trong bao lâu?',
      answers: { 2: 'Sớm hơn quy định', 1: 'Đúng quy định', 0: 'Lâu hơn quy định' },
    },
    contacts: {
      name: 'Số lần liên hệ',
      question: 'Bạn phải liên hệ thêm mấy lần để hoàn thiện hồ sơ?',
      answers: { 2: 'Không lần nào', 1: 'Một lần', 0: 'Nhiều hơn một lần' },
    },
    agencies: {
      name: 'Số cơ quan phải liên hệ',
      question: 'Bạn phải liên hệ những cơ quan nào để hoàn thiện hồ sơ?',
      answers: { 2: 'Không cơ quan nào', 1: 'Chỉ Bộ phận Một cửa', 0: 'Nhiều cơ quan hơn' },
    },
    publicity: {
      name: 'Công khai thủ tục',
      question: 'Thủ tục có được công khai đúng, đủ, kịp thời?',
      answers: {
        2: 'Có, cả niêm yết và trên mạng',
        1: 'Có, một trong hai hình thức',
        0: 'Không',
      },
    },
    attitude: {
      name: 'Thái độ phục vụ',
      question: 'Cán bộ phục vụ thế nào?',
      answers: { 2: 'Tốt, trả trước hẹn', 1: 'Đúng mực, trả đúng hẹn', 0: 'Có điều phải phàn nàn' },
    },
  },
  en: {
    time: {
      name: 'Time in all',
      question: 'How long did the dossier take?',
      answers: { 2: 'Shorter than the limit', 1: 'As the limit says', 0: 'Longer' },
    },
    agency_time: {
      name: 'Time of each agency',
      question: 'How long did the agencies that took part need?',
      answers: { 2: 'Shorter than the limit', 1: 'As the limit says', 0: 'Longer' },
    },
    contacts: {
      name: 'Contacts',
      question: 'How often did you have to make contact again to complete the dossier?',
      answers: { 2: 'Never', 1: 'Once', 0: 'More than once' },
    },
    agencies: {
      name: 'Agencies contacted',
      question: 'Which agencies did you have to contact to complete the dossier?',
      answers: { 2: 'None', 1: 'Only the one-stop', 0: 'More' },
    },
    publicity: {
      name: 'Publicity',
      question: 'Was the procedure made public correctly, completely and in time?',
      answers: { 2: 'Yes, posted and online', 1: 'Yes, one of the two', 0: 'No' },
    },
    attitude: {
      name: 'Attitude',
      question: 'How were you treated?',
      answers: { 2: 'Well, and earlier than due', 1: 'Properly, and on time', 0: 'I have reason to complain' },
    },
  },
}

/** The questions about a dossier. */
export const criterionWords = (language: Language): (typeof asked)[Language] => asked[language]
