import { readFile } from 'node:fs/promises'
import qrcode from 'qrcode'
import { printPdf } from '#platform/pdf'
import { builtInSettings } from './messages.ts'
import type { FormNumber, FormSettings } from './rules/form.ts'

/** The heading that every form has: the agency that gives it, the dossier, where and when. */
export type FormHeading = Readonly<{
  /** "Trung tâm Phục vụ hành chính công phường Điện Biên Phủ". */
  agencyName: string
  dossierCode: string
  /** "Điện Biên Phủ, ngày 26 tháng 11 năm 2026". */
  placeLine: string
  /** The public address of this dossier's progress; in the QR code of a form that was not issued, and of form 01. */
  trackingUrl?: string
}>

/** How a form looks: the settings in force, and the template that stands instead of the program's own. */
export type FormLook = Readonly<{ settings: FormSettings; source: string | null }>

/** What an issued form shows to be checked by; `again` says which issue it is, null for the first. */
export type FormCheck = Readonly<{ code: string; url: string; again: string | null }>

/** How a view is printed; left out: as the program prints it, not issued. */
export type Printing = Readonly<{ look?: FormLook; check?: FormCheck | null }>

const templates = new URL('./templates/', import.meta.url)
const readTemplate = (name: string): Promise<string> => readFile(new URL(`${name}.typ`, templates), 'utf8')

const templateNames: Readonly<Record<FormNumber, string>> = {
  '01': 'receipt',
  '02': 'papers-request',
  '03': 'refusal',
  '04': 'apology',
  '05': 'stop-notice',
  '06': 'control-sheet',
  '07': 'register',
}

/** The program's own template of a form, where an expert begins; the lines that every template stands behind are not in it. */
export const readOwnTemplate = (number: FormNumber): Promise<string> => readTemplate(templateNames[number])

/** What all templates begin with. */
export const readSheet = (): Promise<string> => readTemplate('sheet')

/** An example of what each form says, invented: what a preview shows. `long` names, many rows; `bare`, what may be missing is. */
export async function readSample(number: FormNumber, kind: SampleKind): Promise<FormHeading> {
  const text = await readFile(new URL(`samples/${templateNames[number]}.json`, templates), 'utf8')
  const samples = JSON.parse(text) as Readonly<Record<SampleKind, Record<string, unknown>>>
  return { ...samples.usual, ...samples[kind] } as unknown as FormHeading
}

export const sampleKinds = ['usual', 'long', 'bare'] as const
export type SampleKind = (typeof sampleKinds)[number]

/** Sets a form as PDF/A-2b: what all forms share, then its own template; what it says is data, never markup. */
export async function setForm(number: FormNumber, view: FormHeading, printing: Printing = {}): Promise<Buffer> {
  const source = await sourceOf(number, printing.look)
  return await printPdf(source, dataOf(number, view, printing))
}

/** The whole Typst text of a form. */
export async function sourceOf(number: FormNumber, look?: FormLook): Promise<string> {
  const [shared, own] = await Promise.all([readSheet(), look?.source ?? readOwnTemplate(number)])
  return `${shared}\n${own}`
}

/** What a template reads: the view with its settings, the agency's name on its lines, and the QR code as runs. */
export function dataOf(number: FormNumber, view: FormHeading, { look, check = null }: Printing) {
  const [agencyKind, agencyPlace] = splitAgency(view.agencyName)
  const { settings = builtInSettings[number] } = look ?? {}
  const address = (number === '01' && view.trackingUrl) || check?.url || view.trackingUrl
  return { ...view, agencyKind, agencyPlace, settings, check, qr: address ? drawQr(address) : null }
}

/** The name as papers say it: the State's bodies are not abbreviated there. */
export const spellOutAgency = (name: string): string => name.replace(/^UBND(?= )/, 'Ủy ban nhân dân')

/** A long name stands on two lines, the place in bold; another name is bold as a whole. */
function splitAgency(given: string): [kind: string | null, place: string] {
  const name = spellOutAgency(given)
  const parts = name.match(/^(Trung tâm Phục vụ hành chính công|Ủy ban nhân dân) (.+)$/i)
  return parts?.[1] && parts[2] ? [parts[1], parts[2]] : [null, name]
}

const two = (value: number): string => String(value).padStart(2, '0')

/** "Điện Biên Phủ, ngày 26 tháng 11 năm 2026": the place from the name of its agency, the day of the calendar there. */
export function writePlaceLine(
  agencyName: string,
  { day, month, year }: Readonly<{ day: number; month: number; year: number }>,
): string {
  const place = agencyName.match(/(?:phường|xã|tỉnh|thành phố|đặc khu) (.+)$/iu)?.[1] ?? agencyName
  return `${place}, ngày ${two(day)} tháng ${two(month)} năm ${year}`
}

type Run = readonly [x: number, y: number, length: number]

/** The dark modules of a QR code as horizontal runs, for a template. */
export function drawQr(text: string): Readonly<{ size: number; runs: readonly Run[] }> {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' })
  const { size } = modules
  const rows = Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (_, x) => (modules.get(y, x) ? '1' : '0')).join(''),
  )
  const runs = rows.flatMap((row, y) =>
    [...row.matchAll(/1+/g)].map(({ index, 0: dark }): Run => [index, y, dark.length]),
  )
  return { size, runs }
}
