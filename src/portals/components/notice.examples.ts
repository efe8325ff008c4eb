import { html } from '#platform/html'
import type { Example } from './example.ts'
import { notice } from './notice.ts'

export const examples: readonly Example[] = [
  {
    name: 'To know, to mind, and done',
    markup: html`<div class="mc-stack">${[
      notice({
        body: html`Đã có <a href="#component-notice">1 hồ sơ cùng thủ tục</a>, đã trả ngày 12/03/2025. Không trùng.`,
      }),
      notice({ tone: 'warn', body: 'Còn thiếu bản án ly hôn. Quét, hoặc in phiếu hướng dẫn.' }),
      notice({ tone: 'done', live: true, body: 'Đã gửi hồ sơ và 2 giấy tờ.' }),
    ]}</div>`,
  },
]
