import type { Example } from './example.ts'
import { table } from './table.ts'

export const examples: readonly Example[] = [
  {
    name: 'Hairlines, numbers in columns',
    markup: table({
      caption: 'Các khoản phải trả',
      columns: [{ title: 'Khoản' }, { title: 'Số tiền', number: true }],
      rows: [
        ['Lệ phí đăng ký khai sinh đúng hạn', 'Miễn'],
        ['Bản sao Giấy khai sinh, 2 bản × 8.000 đ', '16.000 đ'],
      ],
      foot: ['Cộng', '16.000 đ'],
    }),
  },
]
