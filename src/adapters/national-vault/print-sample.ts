import { printPdf } from '#platform/pdf'

type SamplePaper = Readonly<{
  title: string
  number: string | null
  ownerName: string
  issuerName: string
  /** At the foot: that nothing of it is true. */
  remark: string
}>

const template = `#let view = json(bytes(sys.inputs.data))
#set page(paper: "a4", margin: 25mm)
#set text(font: "Tinos", size: 13pt, lang: "vi")
#align(center)[#strong[CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM] \\ #strong[Độc lập – Tự do – Hạnh phúc]]
#v(12mm)
#align(center, text(size: 18pt, weight: "bold", upper(view.title)))
#align(center)[Số: #view.number]
#v(10mm)
Cấp cho: #strong(view.ownerName)

Nơi cấp: #view.issuerName

#v(1fr)
#align(center, text(size: 10pt, style: "italic", view.remark))
`

/** A paper of the demonstration as a PDF. */
export const printSamplePaper = (paper: SamplePaper): Promise<Buffer> =>
  printPdf(template, { ...paper, number: paper.number ?? '' })
