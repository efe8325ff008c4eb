import { html } from '#platform/html'
import { button } from './button.ts'
import type { Example } from './example.ts'
import { type WorklistRow, worklist } from './worklist.ts'

const row = (sequence: string, applicant: string, rest: Partial<WorklistRow>): WorklistRow => ({
  code: `H18.137.01-261118-${sequence}`,
  href: `/officer/dossiers/H18.137.01-261118-${sequence}`,
  applicant,
  procedure: 'Đăng ký khai sinh',
  step: 'Thẩm tra',
  channel: 'Trực tuyến',
  urgency: 'on_time',
  left: 'còn 4 ngày 5 giờ',
  used: 0.4,
  due: '02/12',
  ...rest,
})

export const examples: readonly Example[] = [
  {
    name: 'Groups by legal urgency, with things to do for many at once',
    markup: worklist({
      caption: 'Hồ sơ của tôi, xếp theo hạn',
      language: 'vi',
      bulk: {
        name: 'dossier',
        action: '/components',
        actions: html`${button({ text: 'Trình ký' })}${button({ text: 'Bỏ chọn', variant: 'tertiary', type: 'reset' })}`,
      },
      groups: [
        {
          urgency: 'overdue',
          title: 'Quá hạn',
          count: 2,
          rows: [
            row('0021', 'Quàng Thị Bình', {
              procedure: 'Thay đổi, cải chính, bổ sung thông tin hộ tịch, xác định lại dân tộc',
              urgency: 'overdue',
              left: 'quá 1 ngày 2 giờ',
              used: 1,
              due: '23/11',
              flag: { kind: 'bad', shape: 'overdue', text: 'Chưa có văn bản xin lỗi' },
            }),
            row('0025', 'Phạm Quốc Bảo', {
              urgency: 'overdue',
              left: 'quá 2 giờ 40',
              used: 1,
              due: '25/11',
              flag: { shape: 'done', text: 'Đã gửi văn bản xin lỗi' },
            }),
          ],
        },
        {
          urgency: 'due_today',
          title: 'Hạn hôm nay, thứ Năm 26/11',
          count: 1,
          rows: [
            row('0038', 'Lường Văn Kẻo', {
              urgency: 'due_today',
              word: 'Hôm nay',
              left: 'còn 5 giờ 20',
              used: 0.33,
              due: '26/11',
              flag: { kind: 'new', icon: 'msg', text: '2 tin mới' },
            }),
          ],
        },
        { urgency: 'on_time', title: 'Trong hạn', count: 1, rows: [row('0050', 'Sùng A Dơ', {})] },
        {
          urgency: 'suspended',
          title: 'Tạm dừng',
          count: 1,
          rows: [row('0051', 'Vừ Thị Dợ', { urgency: 'suspended', left: 'dừng từ 24/11', used: null })],
        },
      ],
    }),
  },
]
