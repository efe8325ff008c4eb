import { html } from '#platform/html'
import { linkButton } from './button.ts'
import type { Example } from './example.ts'
import { threeAnswers } from './three-answers.ts'

export const examples: readonly Example[] = [
  {
    name: 'What happened, what was kept, what next',
    markup: threeAnswers({
      kicker: 'Đăng ký khai sinh, 9 giờ 41 thứ Năm 26/11/2026',
      title: 'Chưa gửi được hồ sơ',
      lead: 'Lỗi ở phía chúng tôi, không phải do bạn.',
      happened: 'Kho lưu giấy tờ không trả lời trong 20 giây, nên hệ thống dừng lại trước khi ghi nhận hồ sơ.',
      kept: [
        { tone: 'ok', text: html`Toàn bộ tờ khai, lưu lúc <strong>9 giờ 40</strong>` },
        { tone: 'mute', text: 'Chưa có mã hồ sơ. Chưa trừ tiền.' },
      ],
      next: 'Gửi lại sau ít phút. Gửi nhiều lần cũng chỉ thành một hồ sơ.',
      actions: linkButton({ text: 'Gửi lại', href: '#component-three-answers' }),
      reference: '4F7K-92QX',
      language: 'vi',
    }),
  },
]
