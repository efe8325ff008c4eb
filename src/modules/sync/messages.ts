import { defineMessages, type Language } from '#platform/i18n'
import type { Health } from './rules/lag.ts'

const names: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  land_ministry: { vi: 'Hệ thống đất đai của Bộ', en: 'Land system of the ministry' },
  national_portal: { vi: 'Cổng Dịch vụ công quốc gia', en: 'National portal of public services' },
}

/** What people call a destination; its code where it has no name here. */
export const destinationName = (code: string, language: Language): string => names[code]?.[language] ?? code

export const healthNames: Readonly<Record<Health, Readonly<Record<Language, string>>>> = {
  fine: { vi: 'Gửi bình thường', en: 'Sending normally' },
  held: { vi: 'Đang tạm dừng gửi', en: 'Sending is stopped' },
  away: { vi: 'Không trả lời', en: 'Does not answer' },
  behind: { vi: 'Chậm quá 10 phút', en: 'More than 10 minutes behind' },
  stuck: { vi: 'Có tin cần xử lý', en: 'A message needs a person' },
}

/** What the pages of synchronisation say. Officers read no pronoun. */
export const syncMessages = defineMessages(
  {
    title: 'Vận hành',
    waiting: 'Còn chờ gửi',
    messages: (count: string) => `${count} tin`,
    oldest: (moment: string) => `lâu nhất từ ${moment}`,
    nothingWaits: 'không có tin nào chờ',
    arrived: 'Đã gửi trong 24 giờ',
    lastArrived: (moment: string) => `lần cuối ${moment}`,
    neverArrived: 'chưa gửi lần nào',
    needAPerson: 'Cần người xử lý',
    quietUntil: (count: string, moment: string) =>
      `Không gửi được ${count} lượt liền. Thử lại ${moment}; tin vẫn được giữ đủ, đúng thứ tự.`,
    heldBy: (name: string, moment: string, reason: string) => `${name} tạm dừng gửi từ ${moment}: ${reason}`,
    reason: 'Lý do tạm dừng',
    reasonHint: 'Ví dụ: Cổng bảo trì theo thông báo. Tin phát sinh vẫn được giữ, đúng thứ tự.',
    reasonMissing: 'Nhập lý do tạm dừng.',
    hold: 'Tạm dừng gửi',
    release: 'Gửi tiếp',
    hurry: 'Gửi và lấy ngay',
    replay: 'Gửi lại',
    replayAbout: (code: string) => `hồ sơ ${code}`,
    replayAll: 'Gửi lại tất cả',
    setAside: 'Bỏ qua tin này',
    setAsideHint:
      'Tin không được gửi nữa. Nội dung của hồ sơ vẫn được gửi cùng tin sau, nếu hồ sơ còn thay đổi; nơi nhận có ghi khác thì đối soát vẫn cho thấy.',
    setAsideReason: 'Lý do bỏ qua',
    setAsideReasonHint: 'Ví dụ: Cổng đã ghi đúng, theo trả lời của bộ phận hỗ trợ.',
    setAsideReasonMissing: 'Nhập lý do bỏ qua.',
    back: 'Quay lại',
    dead: 'Tin cần người xử lý',
    deadHint:
      'Mỗi hồ sơ chỉ còn tin cuối ở đây, vì tin sau nói đủ điều của tin trước. Sửa nguyên nhân rồi gửi lại, hoặc bỏ qua kèm lý do.',
    dossier: 'Hồ sơ',
    event: 'Sự kiện',
    state: 'Tình trạng',
    refused: 'Nơi nhận từ chối',
    gaveUp: 'Gửi mãi không được',
    failed: 'Chưa tới nơi, tự thử lại',
    attempts: 'Số lần gửi',
    attempt: 'Lần thứ',
    answer: 'Trả lời',
    action: 'Xử lý',
    failures: 'Lỗi gần đây',
    at: 'Lúc',
    heldDone: 'Đã tạm dừng gửi.',
    releasedDone: 'Đã gửi tiếp.',
    hurryDone: 'Đang gửi và lấy. Tải lại trang để xem kết quả.',
    replayDone: 'Đã xếp hàng gửi lại.',
    replay_allDone: 'Đã xếp hàng gửi lại tất cả.',
    set_asideDone: 'Đã bỏ qua tin.',
    allSent: 'Đã gửi hết',

    toldAt: (name: string, moment: string) => `${name}: đã gửi lúc ${moment}`,
    toldWaits: (name: string, count: string, moment: string) =>
      `${name}: còn chờ gửi ${count} tin, từ ${moment}`,
    toldStuck: (name: string) => `${name}: có tin chưa gửi được, quản trị viên đang xử lý`,
  },
  {
    title: 'Operations',
    waiting: 'Waiting',
    messages: (count) => (count === '1' ? '1 message' : `${count} messages`),
    oldest: (moment) => `the oldest since ${moment}`,
    nothingWaits: 'nothing waits',
    arrived: 'Sent in 24 hours',
    lastArrived: (moment) => `last at ${moment}`,
    neverArrived: 'nothing was ever sent',
    needAPerson: 'Need a person',
    quietUntil: (count, moment) =>
      `Nothing arrived ${count} times in a row. Tried again ${moment}; every message is kept, in order.`,
    heldBy: (name, moment, reason) => `${name} stopped sending at ${moment}: ${reason}`,
    reason: 'Reason for stopping',
    reasonHint: 'For example: announced maintenance. What happens meanwhile is kept, in order.',
    reasonMissing: 'Enter the reason for stopping.',
    hold: 'Stop sending',
    release: 'Send again',
    hurry: 'Send and fetch now',
    replay: 'Send again',
    replayAbout: (code) => `dossier ${code}`,
    replayAll: 'Send all again',
    setAside: 'Give this message up',
    setAsideHint:
      'It is not sent any more. What it says goes along with the next message of the dossier, if anything happens to it; where the other side differs, a comparison still shows it.',
    setAsideReason: 'Reason',
    setAsideReasonHint: 'For example: the portal has it right, says its support.',
    setAsideReasonMissing: 'Enter the reason.',
    back: 'Back',
    dead: 'Messages that need a person',
    deadHint:
      'Of each dossier only the last one is left here, for a later message says all that the earlier said. Mend the cause and send again, or give it up with a reason.',
    dossier: 'Dossier',
    event: 'Event',
    state: 'State',
    refused: 'Refused there',
    gaveUp: 'Failed too long',
    failed: 'Did not arrive, tried again by itself',
    attempts: 'Attempts',
    attempt: 'Attempt',
    answer: 'Answer',
    action: 'Action',
    failures: 'Last errors',
    at: 'At',
    heldDone: 'Sending is stopped.',
    releasedDone: 'Sending again.',
    hurryDone: 'Sending and fetching. Load the page again to see what came of it.',
    replayDone: 'Queued to be sent again.',
    replay_allDone: 'All are queued to be sent again.',
    set_asideDone: 'The message is given up.',
    allSent: 'All is sent',

    toldAt: (name, moment) => `${name}: sent at ${moment}`,
    toldWaits: (name, count, moment) =>
      `${name}: ${count === '1' ? '1 message waits' : `${count} messages wait`} to be sent since ${moment}`,
    toldStuck: (name) => `${name}: a message did not get through, an administrator looks into it`,
  },
)
