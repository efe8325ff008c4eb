import { defineMessages, type Language } from '#platform/i18n'
import { formatVnd } from '#platform/money'

const vnd =
  (language: Language) =>
  (amountVnd: number | null): string =>
    amountVnd === null ? '' : formatVnd(amountVnd, language)
const [dong, dongEn] = [vnd('vi'), vnd('en')]

/** The sentences that explain how an amount came about, and the words of the table of fees. */
export const feeMessages = defineMessages(
  {
    base: (amountVnd: number) => `Mức thu: ${dong(amountVnd)}`,
    times: (unitVnd: number, copies: number, amountVnd: number) =>
      `Mức thu: ${dong(unitVnd)} một bản, ${copies} bản, thành ${dong(amountVnd)}`,
    each: (unitVnd: number) => `Mức thu: ${dong(unitVnd)} một bản, tính theo số bản`,
    open: (text: string) => `Chưa xác định được số tiền: ${text}`,
    free: (name: string) => `${name}: không phải nộp`,
    reduced: (name: string, beforeVnd: number, afterVnd: number) =>
      `${name}: từ ${dong(beforeVnd)} còn ${dong(afterVnd)}`,
    reducedOpen: (name: string) => `${name}: giảm khi đã rõ số tiền`,
    passedOver: (names: string) => `Chỉ áp dụng mức hưởng cao nhất, không cộng thêm: ${names}`,
    service_fee: 'Phí',
    statutory_fee: 'Lệ phí',
    intake: 'Nộp khi nộp hồ sơ',
    processing: 'Nộp trong khi giải quyết',
    delivery: 'Nộp khi nhận kết quả',
    online: 'trực tuyến',
    counter: 'tại quầy',
    post: 'qua bưu chính',
    everyChannel: 'mọi cách nộp',
    from: (day: string) => `từ ${day}`,
    until: (day: string) => `đến hết ${day}`,
    fromUntil: (from: string, until: string) => `từ ${from} đến hết ${until}`,
    always: 'mọi ngày',
    perCopy: 'một bản',
    off: (percent: number) => (percent === 100 ? 'Miễn' : `Giảm ${percent} %`),
    pays: (amountVnd: number) => `Chỉ nộp ${dong(amountVnd)}`,
    most: (amountVnd: number) => `nhiều nhất ${dong(amountVnd)}`,
    byCategory: (category: string) => `đối tượng ${category}`,
    byEntitlement: (entitlement: string) => `có ${entitlement} được chứng minh`,
    byFormula: (formula: string) => `theo công thức ${formula}`,
    everybody: 'Mọi người',
    shared: 'chung cho nhiều thủ tục',
    notInUse: 'Chưa áp dụng',
    toCheck: (what: string) => `Cần đối chiếu: ${what}`,
    whom: 'Áp dụng cho',
    when: 'Khi nào',
    amountTitle: 'Mức',
    law: 'Căn cứ',
    rowsOf: (fee: string) => `Mức thu: ${fee}`,
    benefitsOf: (fee: string) => `Miễn, giảm: ${fee}`,
    benefitsTitle: 'Miễn, giảm',
    linesCaption: 'Các khoản phải nộp',
    fee: 'Khoản',
    amount: 'Số tiền',
    total: 'Cộng',
    nothing: 'Không mất tiền',
    asDecided: 'Theo quy định',
    noFee: 'Không phải nộp khoản nào.',
  },
  {
    base: (amountVnd: number) => `Fee: ${dongEn(amountVnd)}`,
    times: (unitVnd: number, copies: number, amountVnd: number) =>
      `Fee: ${dongEn(unitVnd)} a copy, ${copies} copies, makes ${dongEn(amountVnd)}`,
    each: (unitVnd: number) => `Fee: ${dongEn(unitVnd)} a copy, by the number of copies`,
    open: (text: string) => `The amount is not known yet: ${text}`,
    free: (name: string) => `${name}: nothing to pay`,
    reduced: (name: string, beforeVnd: number, afterVnd: number) =>
      `${name}: from ${dongEn(beforeVnd)} to ${dongEn(afterVnd)}`,
    reducedOpen: (name: string) => `${name}: reduced once the amount is known`,
    passedOver: (names: string) => `Only the highest benefit counts; not added: ${names}`,
    service_fee: 'Fee for a service',
    statutory_fee: 'Statutory fee',
    intake: 'Paid on application',
    processing: 'Paid during processing',
    delivery: 'Paid on receipt of the result',
    online: 'online',
    counter: 'at the counter',
    post: 'by post',
    everyChannel: 'every way',
    from: (day: string) => `from ${day}`,
    until: (day: string) => `until ${day} inclusive`,
    fromUntil: (from: string, until: string) => `from ${from} until ${until} inclusive`,
    always: 'every day',
    perCopy: 'a copy',
    off: (percent: number) => (percent === 100 ? 'Exempt' : `${percent} % off`),
    pays: (amountVnd: number) => `Only ${dongEn(amountVnd)} to pay`,
    most: (amountVnd: number) => `at most ${dongEn(amountVnd)}`,
    byCategory: (category: string) => `category ${category}`,
    byEntitlement: (entitlement: string) => `with proven ${entitlement}`,
    byFormula: (formula: string) => `by the formula ${formula}`,
    everybody: 'Everybody',
    shared: 'shared by many procedures',
    notInUse: 'Not applied yet',
    toCheck: (what: string) => `To be checked: ${what}`,
    whom: 'For whom',
    when: 'When',
    amountTitle: 'How much',
    law: 'By which law',
    rowsOf: (fee: string) => `Amounts: ${fee}`,
    benefitsOf: (fee: string) => `Exemptions and reductions: ${fee}`,
    benefitsTitle: 'Exemptions and reductions',
    linesCaption: 'What is to be paid',
    fee: 'Fee',
    amount: 'Amount',
    total: 'Total',
    nothing: 'Nothing to pay',
    asDecided: 'As decided',
    noFee: 'There is nothing to pay.',
  },
)

const problems = defineMessages(
  {
    twice: (key: string) => `“${key}” có hai lần.`,
    oneMeasure: 'Phải có đúng một trong hai: percent hoặc amountVnd.',
    noDay: (days: string) => `Không có ngày ${days}.`,
    reversed: (from: string, until: string) => `until ${until} trước from ${from}.`,
    unknownName: (name: string, known: string) => `Không có “${name}” ở đây. Dùng được: ${known}.`,
    unreadable: (position: number, why: string) => `Không đọc được biểu thức, tại ký tự ${position}: ${why}`,
    hidden: (row: number) => `Không bao giờ dùng tới: dòng ${row} đã bao hết.`,
  },
  {
    twice: (key) => `“${key}” stands there twice.`,
    oneMeasure: 'It needs either percent or amountVnd.',
    noDay: (days) => `There is no day ${days}.`,
    reversed: (from, until) => `until ${until} is before from ${from}.`,
    unknownName: (name, known) => `There is no “${name}” here. Known: ${known}.`,
    unreadable: (position, why) => `The expression cannot be read, at character ${position}: ${why}`,
    hidden: (row) => `Never reached: row ${row} is for all of it.`,
  },
)

/** A sentence in both languages. */
export type Said = Readonly<Record<Language, string>>

/** What is wrong with rules of fees, said in both languages. */
export const sayProblem = (write: (words: ReturnType<typeof problems>) => string): Said => ({
  vi: write(problems('vi')),
  en: write(problems('en')),
})
