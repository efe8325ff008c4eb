import { html } from '#platform/html'
import { code } from './code.ts'
import type { Example } from './example.ts'

export const examples: readonly Example[] = [
  { name: 'Whole, never broken', markup: html`<p>Mã hồ sơ ${code('H18.137.01-261125-0042')}</p>` },
]
