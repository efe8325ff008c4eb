import { html } from '#platform/html'
import type { Example } from './example.ts'
import { issuedForms } from './issued-forms.ts'

export const examples: readonly Example[] = [
  {
    name: 'What was given out, sealed or not yet',
    markup: html`<h2>H18.137.01-261126-0047</h2>${issuedForms({
      title: 'Biểu mẫu đã cấp',
      lines: [
        {
          href: '#form-1',
          name: 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả',
          note: 'Mẫu số 01, cấp 09 giờ 41, thứ Năm 26/11/2026',
          tone: 'ok',
          state: 'Đã ký số',
        },
        {
          href: '#form-2',
          name: 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ',
          note: 'Mẫu số 02, cấp 10 giờ 05, thứ Sáu 27/11/2026',
          tone: 'mute',
          state: 'Chưa ký số',
        },
      ],
    })}`,
  },
]
