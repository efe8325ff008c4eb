import type { Example } from './example.ts'
import { facts } from './facts.ts'

export const examples: readonly Example[] = [
  {
    name: 'The answer before the law',
    markup: facts([
      {
        icon: 'clock',
        term: 'Thời gian',
        answer: 'Ngay trong ngày làm việc',
        note: 'Nộp sau 15 giờ thì có kết quả trong ngày làm việc tiếp theo.',
      },
      {
        icon: 'money',
        term: 'Lệ phí',
        answer: 'Không mất tiền',
        note: 'Thêm bản sao Giấy khai sinh: 8.000 đồng một bản.',
      },
      { icon: 'pin', term: 'Nơi giải quyết', answer: 'Ủy ban nhân dân xã, phường' },
      { icon: 'result', term: 'Kết quả', answer: 'Giấy khai sinh' },
    ]),
  },
  {
    name: 'Side by side',
    markup: facts(
      [
        {
          icon: 'phone',
          term: 'Tổng đài',
          answer: '0900 000 000',
          note: 'Có người nói tiếng Thái, tiếng Mông',
        },
        { icon: 'pin', term: 'Quầy một cửa', answer: '45 quầy ở xã, phường', note: 'Thứ Hai đến thứ Sáu' },
      ],
      { two: true },
    ),
  },
]
