import { defineMessages, type Language } from '#platform/i18n'
import type { FieldProblemCode, FieldSchema } from './rules/form-schema.ts'

const fieldMessages = defineMessages(
  {
    missing: (title: string) => `Chưa có câu trả lời: ${title}.`,
    too_short: (title: string, limit: string | number) => `${title}: cần ít nhất ${limit} ký tự.`,
    too_long: (title: string, limit: string | number) => `${title}: dài nhất ${limit} ký tự.`,
    too_small: (title: string, limit: string | number) => `${title}: nhỏ nhất là ${limit}.`,
    too_large: (title: string, limit: string | number) => `${title}: lớn nhất là ${limit}.`,
    too_few: (title: string, limit: string | number) => `${title}: cần ít nhất ${limit} mục.`,
    too_many: (title: string, limit: string | number) => `${title}: nhiều nhất ${limit} mục.`,
    too_early: (title: string, limit: string | number) => `${title}: không được trước ngày ${limit}.`,
    too_late: (title: string, limit: string | number) => `${title}: không được sau ngày ${limit}.`,
    too_precise: (title: string, limit: string | number) => `${title}: là bội số của ${limit}.`,
    not_a_date: (title: string) => `${title}: cần một ngày có thật, ví dụ 14/03/2026.`,
    not_an_email: (title: string) => `${title}: cần một địa chỉ thư điện tử, ví dụ ten@motcua.example.`,
    not_a_number: (title: string) => `${title}: cần một số nguyên, ví dụ 2.`,
    not_a_decimal: (title: string) => `${title}: cần một số, ví dụ 12,5.`,
    wrong_type: (title: string) => `${title}: câu trả lời chưa đúng kiểu.`,
    not_a_choice: (title: string) => `${title}: chọn một trong các câu trả lời có sẵn.`,
    not_accepted: (title: string) => `${title}: câu trả lời chưa đúng mẫu.`,
  },
  {
    missing: (title: string) => `No answer yet: ${title}.`,
    too_short: (title: string, limit: string | number) => `${title}: at least ${limit} characters are needed.`,
    too_long: (title: string, limit: string | number) => `${title}: at most ${limit} characters.`,
    too_small: (title: string, limit: string | number) => `${title}: the smallest value is ${limit}.`,
    too_large: (title: string, limit: string | number) => `${title}: the largest value is ${limit}.`,
    too_few: (title: string, limit: string | number) => `${title}: at least ${limit} are needed.`,
    too_many: (title: string, limit: string | number) => `${title}: at most ${limit}.`,
    too_early: (title: string, limit: string | number) => `${title}: not before ${limit}.`,
    too_late: (title: string, limit: string | number) => `${title}: not after ${limit}.`,
    too_precise: (title: string, limit: string | number) => `${title}: in steps of ${limit}.`,
    not_a_date: (title: string) => `${title}: give a real day, for example 14/03/2026.`,
    not_an_email: (title: string) => `${title}: give an e-mail address, for example name@motcua.example.`,
    not_a_number: (title: string) => `${title}: give a whole number, for example 2.`,
    not_a_decimal: (title: string) => `${title}: give a number, for example 12.5.`,
    wrong_type: (title: string) => `${title}: the answer is of the wrong kind.`,
    not_a_choice: (title: string) => `${title}: choose one of the given answers.`,
    not_accepted: (title: string) => `${title}: the answer does not have the expected form.`,
  },
)

/** The sentence at the field and in the summary above the form. */
export function fieldSentence(
  language: Language,
  code: FieldProblemCode,
  title: string,
  limit: string | number,
): string {
  const say = fieldMessages(language)
  if (code === 'wrong_type' && limit === 'integer') return say.not_a_number(title)
  if (code === 'wrong_type' && limit === 'number') return say.not_a_decimal(title)
  return say[code](title, limit)
}

/** "Người con 2": a row of a repeated group, by what one row is called. */
export const rowTitle = (list: FieldSchema, index: number, language: Language): string => {
  const own = (language === 'en' && list['x-rowTitleEn']) || list['x-rowTitle'] || list.title
  return `${own} ${index + 1}`
}
