import { readDay } from '#components/read-step'
import type { YamlEdit, YamlPath } from '#modules/designs'
import type { FeeAmount } from '#modules/fees'
import type { Language } from '#platform/i18n'
import { dayOf } from './desk.ts'
import type { Row, RowColumn } from './row-editor.ts'
import { rowMessages } from './row-messages.ts'

/** The columns of a fee's table. */
export function feeColumns(language: Language): RowColumn[] {
  const say = rowMessages(language)
  const one = Object.entries(say.channels()).map(([value, label]) => ({ value, label }))
  const two = [
    ['online', 'counter'],
    ['counter', 'post'],
    ['online', 'post'],
  ].map((pair) => ({
    value: pair.join(' '),
    label: pair.map((channel) => (say.channels() as Readonly<Record<string, string>>)[channel]).join(', '),
  }))
  return [
    { name: 'from', title: say.from, size: 9 },
    { name: 'until', title: say.until, size: 9 },
    { name: 'channels', title: say.channel, options: [{ value: '', label: say.everyChannel }, ...one, ...two] },
    { name: 'when', title: say.who, size: 22 },
    { name: 'amountVnd', title: say.amount, size: 9, number: true },
    { name: 'text', title: say.text, size: 30 },
    { name: 'law', title: say.law, size: 18 },
  ]
}

const everyChannel = 3

/** A row of a fee as it is typed. */
export const rowOfAmount = (amount: FeeAmount): Row => ({
  from: amount.from ? dayOf(amount.from) : '',
  until: amount.until ? dayOf(amount.until) : '',
  channels: (amount.channels ?? []).length >= everyChannel ? '' : (amount.channels ?? []).join(' '),
  when: amount.when ?? '',
  amountVnd:
    typeof amount.amountVnd === 'number' ? amount.amountVnd.toLocaleString('vi') : (amount.amountVnd ?? ''),
  text: amount.text,
  law: amount.law ?? '',
})

/** What is wrong with typed rows, by the name of the input. */
export const findRowProblems = (rows: readonly Row[], language: Language): Map<string, string> =>
  new Map(
    rows.flatMap((row, index) =>
      Object.entries(judgeRow(row, language)).map(
        ([name, sentence]) => [`${name}.${index}`, sentence] as const,
      ),
    ),
  )

function judgeRow(row: Row, language: Language): Record<string, string> {
  const { amountVnd = '' } = row
  const say = rowMessages(language)
  const isDay = (text = '') => text === '' || readDay(text) !== null
  return {
    ...(!isDay(row.from) && { from: say.dayWrong }),
    ...(!isDay(row.until) && { until: say.dayWrong }),
    ...(readAmount(amountVnd) === undefined && { amountVnd: say.amountWrong }),
    ...(!row.text && { text: say.textMissing }),
  }
}

/** `8.000` is eight thousand đồng; `=…` is FEEL; empty: somebody else sets it. Undefined: none of these. */
export function readAmount(text: string): number | string | null | undefined {
  const plain = text.replaceAll(/[\s.]/g, '')
  if (plain === '') return null
  if (text.startsWith('=')) return text
  return /^\d{1,12}$/.test(plain) ? Number(plain) : undefined
}

/** The edits that write typed rows at `path`, the amounts of one fee. */
export const editsOfRows = (path: YamlPath, rows: readonly Row[]): YamlEdit[] =>
  rows.flatMap((row, index): YamlEdit[] => {
    const at = (name: string): YamlPath => [...path, index, name]
    const text = (name: string, value: unknown): YamlEdit =>
      value === '' || value === null ? { act: 'drop', path: at(name) } : { act: 'put', path: at(name), value }
    const channels = (row.channels ?? '').split(' ').filter(Boolean)
    return [
      text('from', readDay(row.from ?? '')),
      text('until', readDay(row.until ?? '')),
      text('when', row.when ?? ''),
      channels.length > 0
        ? { act: 'put', path: at('channels'), value: channels }
        : { act: 'drop', path: at('channels') },
      { act: 'put', path: at('amountVnd'), value: readAmount(row.amountVnd ?? '') ?? null },
      { act: 'put', path: at('text'), value: row.text ?? '' },
      text('law', row.law ?? ''),
    ]
  })
