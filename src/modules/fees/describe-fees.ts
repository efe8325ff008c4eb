import { createHash } from 'node:crypto'
import { type FeeChannel, type FeeRule, isInForce } from './rules/fee-rule.ts'

/** What is published of a fee: one line for each row of its table. `amountVnd` null: `text` says who sets it. */
export type PublishedFee = Readonly<{
  key: string
  name: string
  nameEn?: string
  amountVnd: number | null
  text: string
  textEn?: string
  channels: readonly FeeChannel[]
  dueAt: FeeRule['dueAt']
  perCopy?: boolean
  law: string | null
}>

const everyChannel: readonly FeeChannel[] = ['online', 'counter', 'post']

/** The published lines of the rules, what holds for all before what holds on a condition; with `on` only those of that day. */
export const describeFees = (fees: readonly FeeRule[], on?: string): PublishedFee[] =>
  fees.flatMap(({ key, name, nameEn, dueAt, perCopy, law, amounts }) =>
    amounts
      .filter((row) => on === undefined || isInForce(row, on))
      .toSorted((one, other) => Number(one.when !== undefined) - Number(other.when !== undefined))
      .map((row) => ({
        key,
        name,
        ...(nameEn !== undefined && { nameEn }),
        amountVnd: typeof row.amountVnd === 'string' ? null : row.amountVnd,
        text: row.text,
        ...(row.textEn !== undefined && { textEn: row.textEn }),
        channels: row.channels ?? everyChannel,
        dueAt,
        ...(perCopy !== undefined && { perCopy }),
        law: row.law ?? law,
      })),
  )

/** Rules that say the same as lines written before fees had rules: versions never change, so old ones are read so. */
export const rulesOfPublished = (lines: readonly PublishedFee[]): FeeRule[] =>
  lines.map(({ key, name, nameEn, amountVnd, text, textEn, channels, dueAt, perCopy, law }) => ({
    key,
    name,
    ...(nameEn !== undefined && { nameEn }),
    kind: 'statutory_fee',
    dueAt,
    ...(perCopy !== undefined && { perCopy }),
    law,
    amounts: [{ channels, amountVnd, text, ...(textEn !== undefined && { textEn }) }],
  }))

/** What the rules say, as one fingerprint: kept with a charge, it names the table by which it was reckoned. */
export const hashFeeRules = (fees: readonly FeeRule[]): string =>
  createHash('sha256').update(JSON.stringify(fees)).digest('base64url')
