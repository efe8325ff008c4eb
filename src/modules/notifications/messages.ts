import { defineMessages } from '#platform/i18n'
import type { Channel } from './rules/channels.ts'
import type { DeliveryState, MessageState } from './rules/delivery.ts'

/** What a telephone shows. Messages outside carry no content (only that there is news). */
export const shortSentence = (about: string, link: string): string =>
  `Một Cửa: có tin mới về ${about}. Xem ${link}`

export const notificationMessages = defineMessages(
  {
    demoTitle: 'Tin nhắn đã gửi',
    intro:
      'Chỉ có trong bản trình diễn: tin nhắn mà hệ thống gửi cho người dân, mới nhất ở trên. Không tin nào ra khỏi máy này.',
    empty: 'Chưa có tin nhắn nào. Hãy nộp một hồ sơ, rồi quay lại trang này.',
    to: (recipient: string) => `gửi tới ${recipient}`,
    sentTitle: 'Tin nhắn đã gửi',
    sentTitleCitizen: 'Tin nhắn đã gửi cho bạn',
    noneSent: 'Chưa gửi tin nhắn nào.',
    emptied: 'Nội dung đã xóa theo thời hạn lưu giữ',
    parts: (count: number) => `${count} tin SMS`,
    wasCalled: (who: string, when: string) => `${who} đã gọi điện báo, ${when}`,
    wasSentAgain: (who: string, when: string) => `${who} cho gửi lại, ${when}`,
    older: (count: number) => `${count} tin trước đó`,
    undelivered: 'Tin chưa đến',
    undeliveredLead:
      'Những tin mà người dân chưa nhận được, hoặc không ai biết đã nhận hay chưa. Gửi lại bằng kênh khác, hoặc gọi điện cho họ rồi đánh dấu.',
    noUndelivered: 'Không có tin nào chờ xử lý.',
    about: 'Về việc',
    person: 'Người nhận',
    tried: 'Đã thử',
    toDo: 'Xử lý',
    sendAgainBy: 'Gửi lại bằng',
    sendAgain: 'Gửi lại',
    telephone: (number: string) => `Điện thoại ${number}`,
    noTelephone: 'Không có số điện thoại',
    called: 'Đã gọi điện báo',
    note: 'Ghi chú cuộc gọi',
    doneSent: 'Đã cho gửi lại.',
    doneCalled: 'Đã đánh dấu là đã gọi điện.',
    notOpen: 'Tin này đã đến nơi, hoặc đã có người xử lý. Danh sách dưới đây là mới nhất.',
    noChannel: 'Không gửi được bằng kênh đó: không có địa chỉ.',
    tooOften: 'Tin này đã gửi lại đủ số lần cho phép. Hãy gọi điện cho người nhận.',
  },
  {
    demoTitle: 'Messages sent',
    intro:
      'In the demonstration only: the messages the system sends to people, newest first. None leaves this machine.',
    empty: 'There is no message yet. Send a dossier, then come back to this page.',
    to: (recipient: string) => `to ${recipient}`,
    sentTitle: 'Messages sent',
    sentTitleCitizen: 'Messages sent to you',
    noneSent: 'No message was sent yet.',
    emptied: 'The words were deleted when their time was over',
    parts: (count: number) => `${count} SMS`,
    wasCalled: (who: string, when: string) => `${who} told them by telephone, ${when}`,
    wasSentAgain: (who: string, when: string) => `${who} had it sent again, ${when}`,
    older: (count: number) => (count === 1 ? '1 earlier message' : `${count} earlier messages`),
    undelivered: 'Undelivered messages',
    undeliveredLead:
      'Messages that people did not get, or of which nobody knows. Have them sent again over another channel, or call and mark it.',
    noUndelivered: 'There is no message to look after.',
    about: 'About',
    person: 'Recipient',
    tried: 'Tried',
    toDo: 'To do',
    sendAgainBy: 'Send again by',
    sendAgain: 'Send again',
    telephone: (number: string) => `Telephone ${number}`,
    noTelephone: 'No telephone number',
    called: 'Called by telephone',
    note: 'Note on the call',
    doneSent: 'It is being sent again.',
    doneCalled: 'Marked as called by telephone.',
    notOpen: 'This message has arrived, or somebody has looked after it. The list below is the newest.',
    noChannel: 'It cannot be sent over that channel: there is no address.',
    tooOften: 'This message was sent again as often as it may be. Call the person.',
  },
)

export const channelNames = defineMessages<Record<Channel, string>>(
  { email: 'Thư điện tử', sms: 'Tin nhắn SMS', zalo: 'Zalo' },
  { email: 'E-mail', sms: 'SMS', zalo: 'Zalo' },
)

export const deliveryStateNames = defineMessages<Record<DeliveryState, string>>(
  {
    queued: 'Đang chờ gửi',
    sending: 'Đang gửi',
    accepted: 'Đã gửi',
    delivered: 'Đã đến',
    failed: 'Không gửi được',
    unknown: 'Không rõ đã đến hay chưa',
  },
  {
    queued: 'Waiting to be sent',
    sending: 'Being sent',
    accepted: 'Sent',
    delivered: 'Arrived',
    failed: 'Cannot be delivered',
    unknown: 'Not known whether it arrived',
  },
)

export const messageStateNames = defineMessages<Record<MessageState, string>>(
  {
    queued: 'Đang gửi',
    sent: 'Đã gửi',
    delivered: 'Đã đến',
    in_app: 'Chỉ trong hệ thống',
    undeliverable: 'Không gửi được',
    unknown: 'Không rõ đã đến hay chưa',
    called: 'Đã báo qua điện thoại',
  },
  {
    queued: 'Being sent',
    sent: 'Sent',
    delivered: 'Arrived',
    in_app: 'In the system only',
    undeliverable: 'Cannot be delivered',
    unknown: 'Not known whether it arrived',
    called: 'Told by telephone',
  },
)

const whys = defineMessages<Record<string, string>>(
  {
    unreachable: 'không kết nối được nhà cung cấp',
    in_doubt: 'đường truyền đứt khi đang gửi',
    no_report: 'nhà cung cấp không báo kết quả',
    no_carrier: 'kênh này chưa được kết nối',
    lost: 'nhà cung cấp không còn dấu vết của tin',
    no_such_address: 'địa chỉ hoặc số không tồn tại',
    blocked: 'người nhận chặn tin',
    not_reached: 'máy tắt hoặc ngoài vùng phủ sóng',
    account: 'nhà cung cấp không nhận tài khoản của ta',
    refused: 'nhà cung cấp từ chối',
  },
  {
    unreachable: 'the carrier could not be reached',
    in_doubt: 'the line broke while sending',
    no_report: 'the carrier did not report',
    no_carrier: 'this channel is not connected',
    lost: 'the carrier has no trace of it',
    no_such_address: 'no such address or number',
    blocked: 'the recipient blocks it',
    not_reached: 'switched off or out of reach',
    account: 'the carrier refuses our account',
    refused: 'the carrier refused it',
  },
)

/** Why a sending did not arrive, in words; empty when nothing is known. */
export const explainWhy = (why: string | null, language: 'vi' | 'en'): string =>
  why === null ? '' : (whys(language)[why] ?? whys(language).refused ?? '')
