import { html } from '#platform/html'
import { caseColumns, caseHead, caseLog } from './case-head.ts'
import { code } from './code.ts'
import { dueBadge } from './due-badge.ts'
import type { Example } from './example.ts'

export const examples: readonly Example[] = [
  {
    name: 'What and who, and how much time is left',
    markup: html`${caseHead({
      above: html`<a href="/officer/worklist">Việc của tôi</a>, hồ sơ 13 trong 80.`,
      title: 'Cải chính hộ tịch: Lường Văn Khánh',
      below: html`${code('H18.137.01-261118-0107')} <span class="mc-quiet">– 1.004859 Thay đổi, cải chính, bổ sung thông tin hộ tịch. Nộp tại quầy 3.</span>`,
      badge: dueBadge({ urgency: 'due_soon', language: 'vi' }),
      left: 'còn 1 ngày 5 giờ 20 phút',
      due: 'Hạn 17 giờ, thứ Sáu 27/11/2026',
    })}${caseColumns([
      { id: 'case-declared', title: 'Tờ khai', body: html`<p>Ghi nhầm khi chuyển sổ năm 2004.</p>` },
      { id: 'case-papers', title: 'Giấy tờ', body: html`<p>Trích sao Sổ đăng ký khai sinh 1989</p>` },
      {
        id: 'case-why',
        title: 'Lịch sử',
        body: caseLog([
          { when: '26/11 08.55', text: 'Nhận kết quả xác minh, ký số hợp lệ' },
          { when: '18/11 15.20', text: 'Vàng A Súa tiếp nhận, in giấy hẹn' },
        ]),
      },
    ])}`,
  },
]
