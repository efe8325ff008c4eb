import { html } from '#platform/html'
import type { Example } from './example.ts'
import { schemaForm } from './schema-form.ts'
import type { StepSchema } from './step-schema.ts'

const schema: StepSchema = {
  properties: {
    children: {
      type: 'array',
      title: 'Các con',
      description: 'Khai mọi người con, kể cả con đã đi xa.',
      'x-rowTitle': 'Người con',
      items: {
        properties: {
          fullName: { type: 'string', title: 'Họ, chữ đệm, tên', maxLength: 100 },
          birthOn: { type: 'string', format: 'date', title: 'Ngày sinh', 'x-width': 'half' },
          copies: { type: 'integer', title: 'Số bản sao', 'x-width': 'half' },
        },
        required: ['fullName', 'birthOn'],
      },
    },
  },
  required: ['children'],
}

export const examples: readonly Example[] = [
  {
    name: 'Two rows, the second of which lacks an answer',
    markup: html`<div class="mc-form">${schemaForm({
      schema,
      values: { children: '2', 'children.0.fullName': 'Lò Minh An', 'children.0.birthOn': '09/11/2026' },
      problems: [
        { field: 'children.1.fullName', sentence: 'Chưa có câu trả lời: Người con 2, Họ, chữ đệm, tên.' },
      ],
      language: 'vi',
    })}</div>`,
  },
]
