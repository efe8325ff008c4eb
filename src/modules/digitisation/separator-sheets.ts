import qrcode from 'qrcode'
import type { Language } from '#platform/i18n'
import { printPdf } from '#platform/pdf'
import { scanMessages } from './messages.ts'
import { separatorCode } from './rules/place-page.ts'

const sheets = 10

const template = `#set document(date: none)
#let view = json(bytes(sys.inputs.data))
#set page(paper: "a4", margin: 20mm)
#set text(font: "Be Vietnam Pro", lang: view.language)
#let side = 110mm
#for (index, sheet) in view.sheets.enumerate() {
  if index > 0 { pagebreak() }
  align(center)[
    #text(size: 30pt, weight: 700)[#view.title #str(sheet.number)]
    #v(8mm)
    #box(width: side, height: side, {
      let module = side / sheet.qr.len()
      for (row, line) in sheet.qr.enumerate() {
        for (column, dark) in line.clusters().enumerate() {
          if dark == "1" { place(dx: module * column, dy: module * row, square(size: module + 0.02mm, fill: black)) }
        }
      }
    })
    #v(8mm)
    #text(size: 15pt)[#view.lead]
  ]
}`

/** Ten sheets to put between papers: a scanner that takes a whole stack gives one file, and the sheets split it. */
export function printSeparators(language: Language): Promise<Buffer> {
  const say = scanMessages(language)
  const numbers = Array.from({ length: sheets }, (_, index) => index + 1)
  return printPdf(template, {
    language,
    title: say.separatorSheet,
    lead: say.separatorLead,
    sheets: numbers.map((number) => ({ number, qr: drawQr(separatorCode(number)) })),
  })
}

function drawQr(text: string): string[] {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'H' })
  const line = (row: number) =>
    Array.from({ length: modules.size }, (_, column) => (modules.get(row, column) === 1 ? '1' : '0')).join('')
  return Array.from({ length: modules.size }, (_, row) => line(row))
}
