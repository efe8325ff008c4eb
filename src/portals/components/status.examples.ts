import { html } from '#platform/html'
import { linkButton } from './button.ts'
import { dueBadge } from './due-badge.ts'
import type { Example } from './example.ts'
import { statusHead } from './status.ts'
import { traceFold } from './trace.ts'

export const examples: readonly Example[] = [
  {
    name: 'It is the citizen’s turn',
    markup: statusHead({
      id: 'status-turn',
      badge: dueBadge({ urgency: 'suspended', language: 'vi', word: 'Chờ bạn' }),
      title: 'Xem lại bản Giấy khai sinh của con',
      body: 'Công chức hộ tịch đã soạn xong. Bạn kiểm tra tên, ngày sinh, quê quán rồi xác nhận.',
      actions: html`${linkButton({ text: 'Xem và xác nhận', href: '#component-status' })}<span class="mc-small mc-quiet">trước 9 giờ 05, thứ Sáu 27/11</span>`,
      facts: [
        { term: 'Ai đang giữ hồ sơ', answer: 'Bạn', note: 'Sau đó: bà Cà Thị Ngân, UBND phường Điện Biên Phủ' },
        { term: 'Hạn trả kết quả', answer: '17 giờ, thứ Năm 26/11/2026', note: 'đồng hồ đang dừng' },
      ],
      trace: traceFold([{ when: 'T5 26/11, 07.00', text: 'Bắt đầu tính.' }], 'vi', true),
    }),
  },
  {
    name: 'Refused',
    markup: statusHead({
      id: 'status-refused',
      badge: dueBadge({ urgency: 'done', language: 'vi' }),
      title: 'Không giải quyết được',
      body: 'Trẻ đã có Giấy khai sinh. Căn cứ: Điều 12 Luật Hộ tịch. Ông/bà có thể khiếu nại trong 90 ngày.',
      facts: [{ term: 'Cơ quan quyết định', answer: 'UBND phường Điện Biên Phủ' }],
      refused: true,
    }),
  },
]
