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
  {
    name: 'Rows that are blocks on a phone',
    markup: table({
      caption: 'Theo bước',
      stack: true,
      columns: [
        { title: 'Bước' },
        { title: 'Lượt', number: true },
        { title: 'Quá hạn', number: true },
        { title: 'Trung bình', number: true },
      ],
      rows: [
        ['Tiếp nhận', '214', '2', '35 phút'],
        ['Thẩm định', '201', '11', '1 ngày 2 giờ'],
      ],
      foot: ['Cộng', '415', '13', '5 giờ 10 phút'],
    }),
  },
]
