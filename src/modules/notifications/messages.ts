import { defineMessages } from '#platform/i18n'

export const notificationMessages = defineMessages(
  {
    title: 'Tin nhắn đã gửi',
    intro:
      'Chỉ có trong bản trình diễn: tin nhắn mà hệ thống gửi cho người dân, mới nhất ở trên. Không có thư nào ra khỏi máy này.',
    empty: 'Chưa có tin nhắn nào. Hãy nộp một hồ sơ, rồi quay lại trang này.',
    to: (recipient: string) => `gửi tới ${recipient}`,
    queued: 'Đang chờ gửi',
    sent: 'Đã gửi thư điện tử',
    in_app: 'Chỉ trong hệ thống',
    undeliverable: 'Không gửi được',
    triedTimes: (times: number) => `đã thử ${times} lần`,
  },
  {
    title: 'Messages sent',
    intro:
      'In the demonstration only: the messages the system sends to people, newest first. No letter leaves this machine.',
    empty: 'There is no message yet. Send a dossier, then come back to this page.',
    to: (recipient: string) => `to ${recipient}`,
    queued: 'Waiting to be sent',
    sent: 'Sent by e-mail',
    in_app: 'In the system only',
    undeliverable: 'Cannot be delivered',
    triedTimes: (times: number) => `tried ${times} times`,
  },
)
