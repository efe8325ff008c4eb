import { html } from '#platform/html'
import { button } from './button.ts'
import { decisionBar } from './decision-bar.ts'
import type { Example } from './example.ts'

export const examples: readonly Example[] = [
  {
    name: 'One filled button; refusal last, in red outline',
    markup: html`<form method="post" action="/components">${decisionBar({
      title: 'Đề xuất của bạn',
      reminder: 'Chỉ yêu cầu bổ sung một lần. Từ chối phải nêu căn cứ.',
      language: 'vi',
      buttons: [
        button({ text: 'Đồng ý, trình ký', name: 'decision', value: 'approve' }),
        button({ text: 'Yêu cầu bổ sung', name: 'decision', value: 'supplement', variant: 'secondary' }),
        button({ text: 'Từ chối', name: 'decision', value: 'refuse', variant: 'secondary', color: 'danger' }),
      ],
    })}</form>`,
  },
]
