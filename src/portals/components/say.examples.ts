import { html } from '#platform/html'
import type { Example } from './example.ts'
import { say } from './say.ts'

export const examples: readonly Example[] = [
  {
    name: 'Four tones, each with its shape',
    markup: html`<p class="mc-row">${[say('ok', 'Trùng khớp'), say('warn', 'Còn 1 giấy'), say('bad', 'Không trùng khớp'), say('mute', 'Không có thông tin')]}</p>`,
  },
]
