import { html } from '#platform/html'
import { checkTable } from './check-table.ts'
import type { Example } from './example.ts'

export const examples: readonly Example[] = [
  {
    name: 'The four official results, and what is declared only',
    markup: checkTable({
      caption: 'Nội dung khai và kết quả đối chiếu',
      language: 'vi',
      rows: [
        { item: 'Họ, tên', declared: 'LƯỜNG VĂN KHÁNH', result: 'matches' },
        { item: 'Đề nghị sửa thành', declared: html`<strong>18/12/1988</strong>`, result: 'not_enough' },
        { item: 'Nơi đăng ký khai sinh', declared: 'UBND xã Mường Phăng, năm 1989', result: 'no_record' },
        { item: 'Nơi thường trú', declared: 'Bản Kéo, xã Nà Tấu', result: 'differs' },
        { item: 'Lý do', declared: 'Ghi nhầm khi chuyển sổ năm 2004', result: 'self_declared' },
      ],
    }),
  },
]
