import { Temporal } from 'temporal-polyfill'
import { formatShortDay, localDay, timeZone } from '#modules/calendar'
import { type DossierState, type DossierView, officerStateNames } from '#modules/dossiers'
import type { Db } from '#platform/db'
import { foldForSearch } from '#platform/search-text'
import { formProblem } from './errors.ts'
import { registerWords } from './messages.ts'
import { type RegisterView, renderRegister } from './render-register.ts'
import { findTemplateInForce } from './repository.ts'
import {
  listRegister,
  type RegisterEntry,
  type RegisterPlace,
  type RegisterQuery,
  type RegisterRow,
  saveEntry,
} from './repository-register.ts'
import { writePlaceLine } from './set-form.ts'

/** Writes a dossier that was taken in into the register of the one-stop that took it, or what has become of it since. */
export async function keepInRegister(db: Db, view: DossierView): Promise<void> {
  const entry = entryOf(view)
  if (entry) await db.transaction().execute((tx) => saveEntry(tx, entry))
}

function entryOf({ dossier, receivingAgency, competentAgency }: DossierView): RegisterEntry | null {
  const { code, acceptedAt } = dossier
  if (!code || !acceptedAt) return null
  const day = localDay(acceptedAt)
  const { applicantName, procedureName, applicantAddress, applicantPhone, applicantEmail } = dossier
  return {
    dossierId: dossier.id,
    agencyId: receivingAgency.id,
    year: day.year,
    revision: dossier.revision,
    dossierCode: code,
    procedureCode: dossier.procedureCode,
    procedureName,
    sets: 1,
    applicantName,
    applicantContact: [applicantAddress, applicantPhone, applicantEmail].filter(Boolean).join('; '),
    competentAgencyName: competentAgency.name,
    channel: dossier.channel,
    state: dossier.state,
    receivedOn: day.toString(),
    receivedAt: acceptedAt,
    dueAt: dossier.dueAt,
    returnedAt: dossier.deliveredAt,
    returnMethod: dossier.returnMethod,
    note: noteOf(dossier),
    words: foldForSearch([code, applicantName, procedureName, dossier.procedureCode].join(' ')),
  }
}

/** What a line says besides its days: that there is no result, or that the result is a refusal. */
function noteOf({ state, outcome }: DossierView['dossier']): string | null {
  if (state === 'withdrawn' || state === 'stopped') return officerStateNames[state].vi
  return outcome === 'rejected' ? registerWords.rejected : null
}

/** The most lines that are set as one PDF: a month of a large one-stop. */
export const mostPrinted = 2000
const pageSize = 500

/** Form 07: the lines of a period as PDF/A-2b, A4 lying. Throws `forms.register_too_long`. */
export async function printRegister(
  db: Db,
  query: RegisterQuery,
  head: Readonly<{ agencyName: string; on: Parameters<typeof writePlaceLine>[1]; period: string }>,
): Promise<Buffer> {
  const rows = await listRegister(db, query, 'book', null, mostPrinted + 1)
  if (rows.length > mostPrinted) throw formProblem('forms.register_too_long', { most: mostPrinted })
  const look = await findTemplateInForce(db, '07', Temporal.PlainDate.from(head.on).toString())
  const view = {
    agencyName: head.agencyName,
    dossierCode: head.period,
    placeLine: writePlaceLine(head.agencyName, head.on),
    period: head.period,
    rows: rows.map(lineOf),
  }
  return renderRegister(view, look ? { look } : {})
}

const lineOf = (row: RegisterRow): RegisterView['rows'][number] => ({
  number: row.number,
  dossierCode: row.dossierCode,
  procedureName: row.procedureName,
  sets: row.sets,
  applicantName: row.applicantName,
  contact: row.applicantContact,
  competentAgency: row.competentAgencyName,
  received: shortMoment(row.receivedAt),
  due: row.dueAt ? shortMoment(row.dueAt) : '',
  returned: row.returnedAt ? shortMoment(row.returnedAt) : '',
  returnMethod: wayOfReturn(row),
  note: row.note ?? '',
})

const two = (value: number): string => String(value).padStart(2, '0')

/** "09:40 26/11/2026". */
export function shortMoment(at: RegisterRow['receivedAt']): string {
  const { hour, minute } = at.toZonedDateTimeISO(timeZone)
  return `${two(hour)}:${two(minute)} ${formatShortDay(localDay(at))}`
}

export const wayOfReturn = ({ returnMethod }: RegisterRow): string =>
  registerWords.returnMethods[returnMethod as keyof typeof registerWords.returnMethods] ?? returnMethod

/** The whole period as CSV for spreadsheets: UTF-8 with its mark, RFC 4180; read and written in portions. */
export async function* writeRegisterCsv(db: Db, query: RegisterQuery): AsyncGenerator<string> {
  yield `\u{feff}${csvLine(registerWords.columns)}`
  let after: RegisterPlace | null = null
  do {
    const rows: RegisterRow[] = await listRegister(db, query, 'book', after, pageSize)
    yield rows.map((row) => csvLine(cellsOf(row))).join('')
    after = rows.length === pageSize ? (rows.at(-1) ?? null) : null
  } while (after)
}

const cellsOf = (row: RegisterRow): string[] => [
  String(row.number),
  String(row.year),
  row.dossierCode,
  row.procedureCode,
  row.procedureName,
  String(row.sets),
  row.applicantName,
  row.applicantContact,
  row.competentAgencyName,
  shortMoment(row.receivedAt),
  row.dueAt ? shortMoment(row.dueAt) : '',
  row.returnedAt ? shortMoment(row.returnedAt) : '',
  wayOfReturn(row),
  officerStateNames[row.state as DossierState]?.vi ?? row.state,
  row.note ?? '',
]

/** A spreadsheet runs a cell that begins like a formula: an apostrophe before it makes it text. */
const csvCell = (text: string): string => {
  const harmless = /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${harmless.replaceAll('"', '""')}"`
}

export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`
