import { timeZone } from '#modules/calendar'
import type { Db } from '#platform/db'
import { messages } from './messages.ts'
import { fieldName, type Sources } from './naming.ts'
import { type LookUpRecord, listRecords, type RecordQuery } from './repository-records.ts'

const pageSize = 500
const words = messages('vi')

const columns = [
  words.csv_time,
  words.csv_account,
  words.csv_name,
  words.csv_kind,
  words.csv_agencyCode,
  words.csv_agency,
  words.csv_register,
  words.csv_way,
  words.csv_subject,
  words.csv_inputs,
  words.csv_fields,
  words.csv_purpose,
  words.csv_dossier,
  words.csv_outcome,
  words.csv_kept,
]

/** The look-ups of a period for the police that audit the accounts: UTF-8 with its mark, RFC 4180, in portions. */
export async function* writeReport(db: Db, query: RecordQuery, sources: Sources): AsyncGenerator<string> {
  yield `\u{feff}${csvLine(columns)}`
  let before: string | null = null
  do {
    const records: LookUpRecord[] = await listRecords(db, query, { before, limit: pageSize })
    yield records.map((record) => csvLine(cellsOf(record, sources))).join('')
    before = records.length === pageSize ? (records.at(-1)?.id ?? null) : null
  } while (before)
}

const listNames = (fields: readonly string[], register: string, sources: Sources): string =>
  fields.map((field) => fieldName(sources, register, field, 'vi')).join('; ')

const cellsOf = (record: LookUpRecord, sources: Sources): string[] => [
  record.askedAt.toZonedDateTimeISO(timeZone).toString({ timeZoneName: 'never', fractionalSecondDigits: 0 }),
  record.account.id,
  record.account.name,
  words[record.account.kind],
  record.agency?.code ?? '',
  record.agency?.name ?? '',
  record.register,
  words[record.kind],
  // As text: a spreadsheet would make a number of it and round it.
  `'${record.subject}`,
  listNames(record.inputKinds, record.register, sources),
  listNames(record.fields, record.register, sources),
  record.purpose,
  record.dossierCode ?? '',
  sayOutcome(record, sources),
  record.isKept ? words.yes : '',
]

function sayOutcome({ register, outcomes, failure }: LookUpRecord, sources: Sources): string {
  if (failure) return words[`failure_${failure}`]
  return Object.entries(outcomes ?? {})
    .map(([field, outcome]) => `${fieldName(sources, register, field, 'vi')}: ${words[outcome].toLowerCase()}`)
    .join('; ')
}

/** A spreadsheet runs a cell that begins like a formula: an apostrophe before it makes it text. */
const csvCell = (text: string): string => {
  const harmless = /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${harmless.replaceAll('"', '""')}"`
}

const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`
