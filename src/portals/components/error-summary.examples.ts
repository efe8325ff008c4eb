import { html } from '#platform/html'
import { errorSummary } from './error-summary.ts'
import type { Example } from './example.ts'

export const examples: readonly Example[] = [
  {
    name: 'Each line leads to its field',
    markup: html`${errorSummary({
      language: 'vi',
      problems: [
        { field: 'y-place', sentence: 'Chọn nơi mẹ đang ở.' },
        { field: 'y-phone', sentence: 'Số điện thoại có 10 chữ số; bạn mới nhập 9. Ví dụ 0900 000 017.' },
      ],
    })}`,
  },
]
