import { html } from '#platform/html'
import { progress, strip, type WayStep, way } from './door-way.ts'
import type { Example } from './example.ts'

const steps: readonly WayStep[] = [
  {
    state: 'done',
    title: 'Bạn nộp hồ sơ',
    detail: 'Thứ Tư 25/11, 15 giờ 20, trực tuyến. Hệ thống nhận đủ 2 tệp.',
  },
  {
    state: 'done',
    title: 'Quầy một cửa tiếp nhận',
    detail: 'Thứ Tư 25/11, 15 giờ 26. Ông Vàng A Súa, quầy 3.',
  },
  { state: 'now', title: 'Bạn xem lại bản Giấy khai sinh', detail: 'Bản soạn gửi lúc 9 giờ 05.' },
  { state: 'next', title: 'Lãnh đạo UBND phường ký' },
  { state: 'next', title: 'Trả kết quả', detail: 'Lấy tại quầy' },
]

export const examples: readonly Example[] = [
  { name: 'The way of a dossier: passed, open now, ahead', markup: way(steps, 'vi') },
  {
    name: 'A way not yet begun',
    markup: way(
      ['Quầy một cửa kiểm tra và tiếp nhận', 'Công chức thẩm tra', 'Bạn nhận kết quả'].map((title) => ({
        state: 'plan',
        title,
      })),
      'vi',
    ),
  },
  {
    name: 'In one line, for officers',
    markup: strip(
      ['Tiếp nhận', 'Thẩm tra', 'Đề xuất', 'Ký', 'Trả kết quả'].map((title, index) => ({
        state: steps[index]?.state ?? 'next',
        title,
        detail: '26/11',
      })),
      'vi',
    ),
  },
  {
    name: 'Progress of a form',
    markup: html`${progress({ step: 2, of: 5, name: 'mẹ của trẻ', language: 'vi' })}${progress({ step: 5, of: 5, name: 'check and send', language: 'en' })}`,
  },
]
