import { type AppearanceSettings, prepareFile } from '#modules/signing'
import type { Context } from '#platform/context'
import type { Language } from '#platform/i18n'
import { printPdf } from '#platform/pdf'
import { adminMessages } from './admin-messages.ts'

// A page with a ruler in millimetres, so that a place can be read off.
const template = `
#set page(paper: "a4", margin: 20mm)
#set text(font: "Be Vietnam Pro", lang: "vi", size: 11pt)
#let data = json(bytes(sys.inputs.data))
#place(top + left, dx: -20mm, dy: -20mm, block(width: 210mm, height: 297mm)[
  #for x in range(0, 22) { place(dx: x * 10mm, line(angle: 90deg, length: 297mm, stroke: 0.2pt + luma(220))) }
  #for y in range(0, 30) { place(dy: y * 10mm, line(length: 210mm, stroke: 0.2pt + luma(220))) }
])
= #data.title
#v(4mm)
#lorem(60)
`

/** A sample page with the appearance on it, as PDF; nobody has signed it. */
export async function previewAppearance(
  context: Context,
  settings: AppearanceSettings,
  language: Language,
): Promise<Uint8Array> {
  const page = await printPdf(template, { title: adminMessages(language).sampleTitle })
  const made = await prepareFile(page, {
    batch: {
      kind: settings.border === 'red' ? 'seal' : 'approval',
      signerName: 'Nguyễn Văn An',
      signerPosition: 'Chủ tịch',
      agencyName: 'Ủy ban nhân dân phường Điện Biên Phủ',
      reason: 'Phê duyệt văn bản',
    },
    certificates: [],
    settings: { ...settings, page: Math.sign(settings.page) },
    picture: null,
    at: context.clock.now(),
  })
  if (!made.ok) throw new Error(`the sample page: ${made.code}`)
  return made.pdf
}
