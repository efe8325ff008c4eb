import { answerGroup, answers, known } from './answers.ts'
import type { Example } from './example.ts'

const mother = [
  { term: 'Họ, chữ đệm, tên', answer: 'LÒ THỊ MAI HƯƠNG' },
  { term: 'Số định danh cá nhân', answer: '999 000 000 017', number: true },
  { term: 'Ngày sinh', answer: '14/03/1997', number: true },
  { term: 'Nơi thường trú', answer: 'Bản Ten, xã Mường Phăng, tỉnh Điện Biên' },
]

export const examples: readonly Example[] = [
  {
    name: 'What the State knows, with its source',
    markup: known({ source: 'Cơ sở dữ liệu quốc gia về dân cư', items: mother, language: 'vi' }),
  },
  {
    name: 'Answers to check before sending',
    markup: answerGroup({
      id: 'answers-child',
      title: 'Trẻ được khai sinh',
      items: [
        { term: 'Họ, chữ đệm, tên', answer: 'LÒ MINH AN' },
        { term: 'Ngày sinh', answer: 'Ngày 09 tháng 11 năm 2026', note: 'Ngày mùng chín, tháng mười một' },
      ],
      changeHref: '#component-answers',
      language: 'vi',
    }),
  },
  {
    name: 'Answers that come from a register',
    markup: answerGroup({
      id: 'answers-mother',
      title: 'Mẹ của trẻ',
      items: mother,
      source: 'Từ cơ sở dữ liệu',
      language: 'vi',
    }),
  },
  { name: 'Tight, in a zone', markup: answers(mother.slice(0, 2), 'tight') },
]
