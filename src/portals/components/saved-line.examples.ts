import type { Example } from './example.ts'
import { savedLine } from './saved-line.ts'

export const examples: readonly Example[] = [
  {
    name: 'The hour, the place, until when',
    markup: savedLine('Đã lưu nháp lúc 9 giờ 38. Mở lại trên máy nào cũng thấy, đến hết ngày 26/12/2026.'),
  },
]
