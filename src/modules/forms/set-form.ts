import { readFile } from 'node:fs/promises'
import { printPdf } from '#platform/pdf'

/** The heading that every form has: the agency that gives it, the dossier, where and when. */
export type FormHeading = Readonly<{
  /** "Trung tâm Phục vụ hành chính công phường Điện Biên Phủ". */
  agencyName: string
  dossierCode: string
  /** "Điện Biên Phủ, ngày 26 tháng 11 năm 2026". */
  placeLine: string
}>

const templates = new URL('./templates/', import.meta.url)
const readTemplate = (name: string): Promise<string> => readFile(new URL(`${name}.typ`, templates), 'utf8')

/** Sets a form as PDF/A-2b: what all forms share, then its own template; what it says is data, never markup. */
export async function setForm(name: string, view: FormHeading): Promise<Buffer> {
  const [shared, own] = await Promise.all([readTemplate('sheet'), readTemplate(name)])
  const [agencyKind, agencyPlace] = splitAgency(view.agencyName)
  return await printPdf(`${shared}\n${own}`, { ...view, agencyKind, agencyPlace })
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
