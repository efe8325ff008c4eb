import { actions, button, linkButton } from './button.ts'
import type { Example } from './example.ts'

export const examples: readonly Example[] = [
  {
    name: 'One filled button a page, the others outlined, refusal in red outline last',
    markup: actions(
      button({ text: 'Tiếp tục' }),
      button({ text: 'Để sau', variant: 'secondary', name: 'later', value: '1' }),
      linkButton({ text: 'Quay lại bước 1', href: '#component-button', variant: 'tertiary' }),
      button({ text: 'Từ chối', variant: 'secondary', color: 'danger' }),
    ),
  },
  {
    name: 'The large button that starts',
    markup: actions(linkButton({ text: 'Bắt đầu', href: '#component-button', start: true, iconAfter: 'next' })),
  },
]
