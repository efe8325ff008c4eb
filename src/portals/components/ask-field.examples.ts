import { html } from '#platform/html'
import { askField } from './ask-field.ts'
import type { Example } from './example.ts'

const language = 'vi'

export const examples: readonly Example[] = [
  {
    name: 'What is reckoned stands where it would be asked; money is typed in đồng',
    markup: html`<div class="mc-form">${askField({ type: 'integer', 'x-value': '29' }, '29', { name: 'age', label: 'Tuổi', language })}${askField({ type: 'integer', 'x-widget': 'money' }, '1500000', { name: 'price', label: 'Giá trị công trình', language })}</div>`,
  },
  {
    name: 'A commune after its province',
    markup: html`<div class="mc-form">${askField(
      { type: 'string', 'x-choices': 'place.commune' },
      '03127',
      { name: 'birthPlace', label: 'Nơi sinh', language },
      {
        provinces: [{ value: '11', label: 'Tỉnh Điện Biên' }],
        province: '11',
        communes: [{ value: '03127', label: 'Phường Điện Biên Phủ' }],
      },
    )}</div>`,
  },
]
