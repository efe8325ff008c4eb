import { html } from '#platform/html'
import { dueBadge, type Urgency } from './due-badge.ts'
import type { Example } from './example.ts'

const urgencies: readonly Urgency[] = ['overdue', 'due_today', 'due_soon', 'on_time', 'suspended', 'done']

export const examples: readonly Example[] = (['vi', 'en'] as const).map((language) => ({
  name: `Order of fill is order of urgency (${language})`,
  markup: html`<p class="mc-row">${urgencies.map((urgency) => dueBadge({ urgency, language }))}</p>`,
}))
