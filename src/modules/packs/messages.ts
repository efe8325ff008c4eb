import { defineMessages } from '#platform/i18n'
import type { Said } from './problem.ts'

/** What is said of the files of a pack. */
export const messages = defineMessages(
  {
    unknownFile: (known: string) => `Không phải tệp của bộ thủ tục. Bộ thủ tục chỉ gồm: ${known}.`,
    badCode: 'Tên thư mục phải là mã thủ tục, ví dụ 1.001193.',
    notAFile: 'Phải là một tệp thường: không nhận thư mục, liên kết hay tệp đặc biệt.',
    missingFile: 'Thiếu tệp này.',
    tooLarge: (bytes: number, most: number) => `Tệp ${bytes} byte, lớn hơn mức cho phép ${most} byte.`,
    notUtf8: 'Tệp không phải văn bản UTF-8.',
    tooDeep: (deepest: number) => `Lồng nhau quá ${deepest} mức.`,
    notYaml: (why: string) => `Không đọc được YAML: ${why}`,
    alias: 'Không dùng bí danh (*tên) trong bộ thủ tục: viết thẳng giá trị ra.',
    notJson: (why: string) => `Không đọc được JSON: ${why}`,

    missing: (key: string) => `Thiếu “${key}”.`,
    unknown: (key: string, known: string) => `Không có khóa “${key}”. Các khóa được dùng: ${known}.`,
    type: (type: string) => `Phải là ${typeNames.vi[type] ?? type}.`,
    oneOf: (values: string) => `Phải là một trong: ${values}.`,
    pattern: (pattern: string, meaning: string) => `Viết sai dạng. ${meaning || `Dạng đúng: ${pattern}`}`,
    tooShort: (limit: number) => `Phải có ít nhất ${limit}.`,
    tooLong: (limit: number) => `Không được quá ${limit}.`,
    noneFits: 'Không đúng dạng nào được phép.',
    multiple: (of: number) => `Phải là bội số của ${of}.`,
    misshapen: (why: string) => `Sai: ${why}`,
    notADay: (day: string) => `Không có ngày ${day}.`,
    otherCode: (code: string) => `Mã phải trùng với tên của bộ thủ tục: ${code}.`,
    twice: (key: string) => `“${key}” có hai lần.`,
    sameName: (name: string) => `Hai tình huống cùng tên “${name}”.`,
    unknownAnswer: (path: string) => `Biểu mẫu không có câu hỏi ${path}.`,
    unknownPaper: (key: string) => `Thủ tục không có giấy tờ “${key}”.`,
    badSignature:
      'Chữ ký không đọc được hoặc không đúng: tệp đã bị sửa, hoặc không do hệ thống Một Cửa xuất ra.',
    changedSince: (what: string) => `“${what}” đã bị sửa sau khi ký.`,
  },
  {
    unknownFile: (known) => `No file of a pack. A pack is made of: ${known}.`,
    badCode: 'The folder is named as the procedure code, for example 1.001193.',
    notAFile: 'It must be an ordinary file: no folder, link or special file is taken.',
    missingFile: 'This file is missing.',
    tooLarge: (bytes, most) => `The file has ${bytes} bytes, more than the ${most} that are allowed.`,
    notUtf8: 'The file is no UTF-8 text.',
    tooDeep: (deepest) => `Nested more than ${deepest} deep.`,
    notYaml: (why) => `This is no YAML: ${why}`,
    alias: 'Aliases (*name) are not taken in a pack: write the value out.',
    notJson: (why) => `This is no JSON: ${why}`,

    missing: (key) => `“${key}” is missing.`,
    unknown: (key, known) => `There is no key “${key}” here. Known keys: ${known}.`,
    type: (type) => `It must be ${typeNames.en[type] ?? type}.`,
    oneOf: (values) => `It must be one of: ${values}.`,
    pattern: (pattern, meaning) => `It is written in the wrong form. ${meaning || `The right one: ${pattern}`}`,
    tooShort: (limit) => `It must be at least ${limit}.`,
    tooLong: (limit) => `It may be at most ${limit}.`,
    noneFits: 'It fits none of the forms allowed here.',
    multiple: (of) => `It must be a multiple of ${of}.`,
    misshapen: (why) => `Wrong: ${why}`,
    notADay: (day) => `There is no day ${day}.`,
    otherCode: (code) => `The code must be that of the pack: ${code}.`,
    twice: (key) => `“${key}” is there twice.`,
    sameName: (name) => `Two scenarios are called “${name}”.`,
    unknownAnswer: (path) => `The form has no question ${path}.`,
    unknownPaper: (key) => `The procedure has no component “${key}”.`,
    badSignature:
      'The signature cannot be read or does not hold: the file was changed, or no Một Cửa wrote it.',
    changedSince: (what) => `“${what}” was changed after it was signed.`,
  },
)

const typeNames: Readonly<Record<'vi' | 'en', Readonly<Record<string, string>>>> = {
  vi: {
    string: 'một dòng chữ (đặt trong dấu nháy nếu là số hay ngày)',
    integer: 'một số nguyên',
    number: 'một số',
    boolean: 'true hoặc false',
    array: 'một danh sách',
    object: 'một nhóm khóa: giá trị',
    null: 'null',
  },
  en: {
    string: 'text (in quotes where it looks like a number or a day)',
    integer: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
    array: 'a list',
    object: 'keys with values',
    null: 'null',
  },
}

type Words = ReturnType<typeof messages>

/** One sentence in both languages: `say((words) => words.missing('code'))`. */
export const say = (sentence: (words: Words) => string): Said => ({
  vi: sentence(messages('vi')),
  en: sentence(messages('en')),
})
