import { defineMessages } from '#platform/i18n'

/** What the page of form 04 says: văn bản xin lỗi và đề nghị gia hạn. */
export const extensionMessages = defineMessages(
  {
    title: 'Xin lỗi và gia hạn',
    dueNow: (moment: string) => `Hạn đang áp dụng: ${moment}.`,
    law: 'Chỉ gia hạn một lần, chậm nhất một ngày trước ngày hẹn (NĐ 61/2018 Đ19 k9). Ngày đã hẹn vẫn còn trong báo cáo.',
    drafted: 'Hệ thống đã soạn sẵn thư này vì hồ sơ sắp đến hạn. Kiểm tra lý do và ngày hẹn mới.',
    reason: 'Lý do chậm',
    reasonHint: 'Viết tiếp sau chữ “Lý do:” trong thư. Người nộp đọc nguyên câu này.',
    until: 'Ngày hẹn mới',
    untilHint: (day: string) => `Một ngày làm việc sau ngày ${day}. Ví dụ 27/3/2026.`,
    preview: 'Xem thư',
    send: 'Ký và gửi',
    letter: 'Thư gửi người nộp',
    letterHint: 'Bản in khổ A5, mẫu số 04. Khi gửi, hạn của hồ sơ đổi ngay và người nộp được báo tin.',
    print: 'Thư xin lỗi',
    printControlSheet: 'Phiếu kiểm soát',
    unknownPart: '…',
  },
  {
    title: 'Apologise and extend',
    dueNow: (moment: string) => `The due time in force: ${moment}.`,
    law: 'Extended once only, at the latest one day before the due day (NĐ 61/2018 Đ19 k9). Reports still know the first promise.',
    drafted: 'This letter was drafted because the dossier is due soon. Check the reason and the new day.',
    reason: 'Reason for the delay',
    reasonHint: 'It follows the word “Lý do:” in the letter. The applicant reads it as it is.',
    until: 'New day',
    untilHint: (day: string) => `A working day after ${day}. For example 27/3/2026.`,
    preview: 'See the letter',
    send: 'Sign and send',
    letter: 'Letter to the applicant',
    letterHint:
      'Printed on A5, form 04. When it is sent, the due time changes at once and the applicant is told.',
    print: 'Letter of apology',
    printControlSheet: 'Control sheet',
    unknownPart: '…',
  },
)
