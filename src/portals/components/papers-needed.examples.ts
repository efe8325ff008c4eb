import { html } from '#platform/html'
import type { Example } from './example.ts'
import { papersHeld, papersNeeded } from './papers-needed.ts'

export const examples: readonly Example[] = [
  {
    name: 'What to bring, and what need not be brought',
    markup: html`${papersNeeded(
      [
        {
          name: 'Giấy chứng sinh',
          detail: 'Bản chính, hoặc ảnh chụp rõ bốn góc.',
          otherwise: 'Không có Giấy chứng sinh: nộp văn bản của người làm chứng.',
        },
      ],
      'vi',
    )}${papersHeld([
      { name: 'Căn cước, nơi cư trú của cha và mẹ', source: 'từ Cơ sở dữ liệu quốc gia về dân cư' },
      { name: 'Giấy chứng nhận kết hôn', source: 'từ Cơ sở dữ liệu hộ tịch điện tử' },
    ])}`,
  },
]
