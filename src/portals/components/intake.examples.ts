import { html } from '#platform/html'
import { answers } from './answers.ts'
import { button } from './button.ts'
import type { Example } from './example.ts'
import { intakeZones, paperChecklist, personCard } from './intake.ts'
import { say } from './say.ts'
import { zone } from './sheet.ts'

const person = html`${personCard({ name: 'QUÀNG THỊ BÌNH', personalId: '999 000 000 048', detail: 'Nữ, sinh 02/09/1991' })}${answers(
  [
    { term: 'Thường trú', answer: 'Tổ 8, phường Điện Biên Phủ' },
    { term: 'Điện thoại', answer: '0900 000 048', number: true },
  ],
  'tight',
)}`

const papers = paperChecklist([
  {
    id: 'paper-1',
    name: 'paper',
    value: 'form',
    title: 'Tờ khai',
    detail: 'người nộp đã ký',
    checked: true,
    end: say('ok', 'Đủ'),
  },
  {
    id: 'paper-2',
    name: 'paper',
    value: 'judgment',
    title: 'Bản án ly hôn',
    detail: 'bản chính để đối chiếu',
    note: 'Đặt úp giấy vào khay. Máy đếm đủ trang mới nhận.',
  },
  {
    id: 'paper-3',
    name: 'paper',
    value: 'residence',
    title: 'Thông tin cư trú',
    held: true,
    end: say('ok', 'Từ dữ liệu dân cư'),
    note: 'Không yêu cầu người dân nộp.',
  },
])

export const examples: readonly Example[] = [
  {
    name: 'Person, papers, appointment',
    markup: intakeZones(
      zone({ id: 'intake-1', step: 1, title: 'Người nộp', state: say('ok', 'Đã đọc chip'), body: person }),
      zone({
        id: 'intake-2',
        step: 2,
        title: 'Giấy tờ',
        state: say('warn', 'Còn 1 giấy'),
        body: papers,
      }),
      zone({
        id: 'intake-3',
        step: 3,
        title: 'Hẹn và in',
        body: html`<p class="mc-quiet mc-small">Hạn trả kết quả</p><p class="mc-total"><strong>17 giờ, thứ Ba 01/12/2026</strong></p><p class="mc-t1">${button({ text: 'Tiếp nhận và in', icon: 'print', fullWidth: true, type: 'button' })}</p>`,
      }),
    ),
  },
]
