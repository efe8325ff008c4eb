import { html } from '#platform/html'
import type { Example } from './example.ts'
import { fold } from './fold.ts'

const body = html`<div class="mc-prose mc-small"><p>Luật Hộ tịch số 60/2014/QH13: Điều 5, Điều 13 đến Điều 16.</p></div>`

export const examples: readonly Example[] = [
  {
    name: 'Closed and open',
    markup: html`<div>${fold({ summary: 'Ai được đăng ký thay cha mẹ', body })}${fold({ summary: 'Căn cứ pháp lý', body, open: true })}</div>`,
  },
]
