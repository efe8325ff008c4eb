import { defineMessages, type Language } from '#platform/i18n'

const problems = defineMessages(
  {
    twice: (key: string) => `“${key}” có hai lần.`,
    unknownName: (name: string, known: string) => `Không có “${name}” ở đây. Dùng được: ${known}.`,
    unreadable: (position: number, why: string) => `Không đọc được biểu thức, tại ký tự ${position}: ${why}`,
    noComponent: (key: string) => `Thủ tục không có giấy tờ “${key}”.`,
    noField: 'Biểu mẫu không có câu hỏi này.',
    otherProcedure: 'Loại elsewhere phải nêu procedure; các loại khác thì không.',
    noEnd: 'Trường hợp cuối cùng phải luôn đúng: bỏ when của nó.',
    afterEnd: 'Trường hợp này luôn đúng, nên các trường hợp sau không bao giờ tới.',
  },
  {
    twice: (key) => `“${key}” stands there twice.`,
    unknownName: (name, known) => `There is no “${name}” here. Known: ${known}.`,
    unreadable: (position, why) => `The expression cannot be read, at character ${position}: ${why}`,
    noComponent: (key) => `The procedure has no paper “${key}”.`,
    noField: 'The form has no such question.',
    otherProcedure: 'An outcome elsewhere names a procedure; the other kinds name none.',
    noEnd: 'The last outcome has to hold always: leave its when out.',
    afterEnd: 'This outcome holds always, so those after it never come.',
  },
)

/** A sentence in both languages. */
export type Said = Readonly<Record<Language, string>>

/** What is wrong with a guide, said in both languages. */
export const sayProblem = (write: (words: ReturnType<typeof problems>) => string): Said => ({
  vi: write(problems('vi')),
  en: write(problems('en')),
})
