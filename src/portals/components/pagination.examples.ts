import { html } from '#platform/html'
import type { Example } from './example.ts'
import { pagination } from './pagination.ts'

export const examples: readonly Example[] = [
  {
    name: 'Onwards',
    markup: html`${pagination({ nextHref: '?cursor=a', firstHref: '?', shown: '41 – 80', language: 'vi' })}`,
  },
]
