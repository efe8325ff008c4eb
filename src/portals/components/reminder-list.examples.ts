import { html } from '#platform/html'
import { button } from './button.ts'
import { code } from './code.ts'
import type { Example } from './example.ts'
import { reminderList } from './reminder-list.ts'
import { say } from './say.ts'

const detail = html`${code('H18.137.01-261126-0047')} Đăng ký khai sinh`

export const examples: readonly Example[] = [
  {
    name: 'One not seen yet, one seen',
    markup: reminderList([
      {
        title: 'Bước thẩm định quá hạn 1 ngày làm việc',
        href: '#one',
        state: say('warn', 'Chưa xem'),
        due: 'Hạn: 16 giờ, thứ Năm 26/11/2026',
        detail,
        isNew: true,
        action: html`<form method="post" action="#">${button({ text: 'Đánh dấu đã xem', variant: 'secondary' })}</form>`,
      },
      {
        title: 'Bước thẩm định đến hạn',
        href: '#two',
        state: say('mute', 'Đã xem'),
        due: 'Hạn: 16 giờ, thứ Năm 26/11/2026',
        detail,
        isNew: false,
      },
    ]),
  },
]
