import { html } from '#platform/html'
import type { Example } from './example.ts'
import { schemaForm } from './schema-form.ts'
import type { StepSchema } from './step-schema.ts'

const schema = (prefix: string): StepSchema => ({
  title: 'Mẹ của trẻ',
  required: [`${prefix}phone`, `${prefix}bornOn`, `${prefix}sex`],
  properties: {
    [`${prefix}fullName`]: {
      type: 'string',
      title: 'Họ, chữ đệm, tên',
      'x-titleEn': 'Full name',
      'x-prefill': 'applicant.fullName',
    },
    [`${prefix}personalId`]: {
      type: 'string',
      title: 'Số định danh cá nhân',
      'x-titleEn': 'Personal id',
      'x-prefill': 'applicant.personalId',
    },
    [`${prefix}bornOn`]: { type: 'string', format: 'date', title: 'Ngày sinh', 'x-titleEn': 'Date of birth' },
    [`${prefix}sex`]: {
      type: 'string',
      title: 'Giới tính',
      'x-titleEn': 'Sex',
      oneOf: [
        { const: 'female', title: 'Nữ', 'x-titleEn': 'Female' },
        { const: 'male', title: 'Nam', 'x-titleEn': 'Male' },
      ],
    },
    [`${prefix}phone`]: {
      type: 'string',
      title: 'Số điện thoại',
      'x-titleEn': 'Telephone',
      'x-widget': 'tel',
      description: 'Để nhắn khi có kết quả.',
      'x-descriptionEn': 'To tell you when the result is ready.',
    },
    [`${prefix}copies`]: { type: 'integer', title: 'Số bản sao', 'x-titleEn': 'Copies' },
    [`${prefix}agrees`]: {
      type: 'boolean',
      title: 'Tôi đồng ý nhận bản điện tử',
      'x-titleEn': 'I accept an electronic copy',
    },
  },
})

export const examples: readonly Example[] = [
  {
    name: 'A step that came back: two answers are wrong, what was typed stays',
    markup: html`<div class="mc-form">${schemaForm({
      schema: schema('a'),
      values: {
        afullName: 'LÒ THỊ MAI HƯƠNG',
        apersonalId: '999000000017',
        abornOn: '31/02/1997',
        aphone: '0900 000 01',
      },
      problems: [
        { field: 'mother.abornOn', sentence: 'Ngày sinh không có trong lịch. Ví dụ 27/3/1997.' },
        { field: 'mother.asex', sentence: 'Chọn giới tính.' },
      ],
      language: 'vi',
    })}</div>`,
  },
  {
    name: 'The same step in English, nothing known yet',
    markup: html`<div class="mc-form">${schemaForm({ schema: schema('b'), values: {}, problems: [], language: 'en' })}</div>`,
  },
]
