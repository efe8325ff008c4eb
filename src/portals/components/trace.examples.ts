import type { Example } from './example.ts'
import { trace } from './trace.ts'

export const examples: readonly Example[] = [
  {
    name: 'One line a reason, in the order of time',
    markup: trace([
      {
        when: 'T4 18/11, 15.20',
        text: 'Tiếp nhận đủ hồ sơ, sau 15 giờ nên tính từ thứ Năm 19/11.',
        law: 'Nghị định 118/2025/NĐ-CP, Điều 18 khoản 2',
      },
      { when: 'T5 19/11, 09.05', text: 'Dừng để chờ bạn xác nhận.', kind: 'stop' },
      {
        when: 'T3 24/11',
        text: 'Không tính: Ngày Văn hóa Việt Nam, nghỉ lễ',
        law: 'Nghị quyết 28/2026/QH16',
        kind: 'skip',
      },
      { when: 'T6 27/11, 17.00', text: 'Hạn trả: hết ngày 25, 26, 27', kind: 'due' },
    ]),
  },
]
