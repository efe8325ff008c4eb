import { breadcrumbs } from './breadcrumbs.ts'
import type { Example } from './example.ts'

export const examples: readonly Example[] = [
  {
    name: 'The way from the top',
    markup: breadcrumbs(
      [
        { text: 'Thủ tục', href: '/' },
        { text: 'Sinh con', href: '/' },
      ],
      'Đăng ký khai sinh',
      'vi',
    ),
  },
]
