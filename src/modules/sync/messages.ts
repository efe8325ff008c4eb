import { defineMessages, type Language } from '#platform/i18n'
import type { Health } from './rules/lag.ts'

const names: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  land_ministry: { vi: 'Hệ thống đất đai của Bộ', en: 'Land system of the ministry' },
  national_portal: { vi: 'Cổng Dịch vụ công quốc gia', en: 'National portal of public services' },
}

/** What people call a destination; its code where it has no name here. */
export const destinationName = (code: string, language: Language): string => names[code]?.[language] ?? code

export const healthNames: Readonly<Record<Health, Readonly<Record<Language, string>>>> = {
  fine: { vi: 'Hoạt động tốt', en: 'Working' },
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
    dead: 'Tin cần người xử lý',
    deadHint: 'Các tin sau của cùng hồ sơ chờ tin này. Hồ sơ khác không bị ảnh hưởng.',
    dossier: 'Hồ sơ',
    event: 'Sự kiện',
    state: 'Tình trạng',
    refused: 'Nơi nhận từ chối',
    gaveUp: 'Gửi mãi không được',
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

    toldAt: (name: string, moment: string) => `${name}: đã gửi lúc ${moment}`,
    toldWaits: (name: string, count: string) => `${name}: còn chờ gửi ${count} tin`,
    toldStuck: (name: string) => `${name}: có tin chưa gửi được, quản trị viên đang xử lý`,
  },
  {
    title: 'Operations',
    waiting: 'Waiting',
    messages: (count) => `${count} messages`,
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
    dead: 'Messages that need a person',
    deadHint: 'Later messages of the same dossier wait for it. Other dossiers do not.',
    dossier: 'Dossier',
    event: 'Event',
    state: 'State',
    refused: 'Refused there',
    gaveUp: 'Failed too long',
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

    toldAt: (name, moment) => `${name}: sent at ${moment}`,
    toldWaits: (name, count) => `${name}: ${count} messages wait to be sent`,
    toldStuck: (name) => `${name}: a message did not get through, an administrator looks into it`,
  },
)
