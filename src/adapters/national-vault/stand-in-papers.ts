import { printPdf } from '#platform/pdf'
import type { StandInPaper } from './stand-in-store.ts'

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
#align(center, text(size: 10pt, style: "italic")[Kho đóng thế. Người và số liệu đều là hư cấu.])
`

type Sample = Omit<StandInPaper, 'content'>

const maiHuong = { ownerNumber: '999000000017', ownerName: 'LÒ THỊ MAI HƯƠNG' }
const onCard = { ownerNumber: '999197000017', ownerName: 'LÒ THỊ MAI HƯƠNG' }
const marriage = {
  ...{ typeCode: 'KQ.G15.000032', title: 'Giấy chứng nhận kết hôn', number: '52/2021' },
  ...{ issuerName: 'UBND phường Tô Hiệu, tỉnh Sơn La', isInForce: true },
}
const landUse = {
  ...{ typeCode: 'KQ.G10.001147', title: 'Giấy chứng nhận quyền sử dụng đất', number: 'DD 170017' },
  ...{ issuerName: 'Sở Nông nghiệp và Môi trường tỉnh Sơn La', isInForce: true },
}
const marital = {
  ...{ typeCode: 'KQ.G15.000038', title: 'Giấy xác nhận tình trạng hôn nhân', number: '9/2020' },
  ...{ issuerName: 'UBND phường Tô Hiệu, tỉnh Sơn La', isInForce: false },
}

const samples: readonly Sample[] = [
  { ...maiHuong, ...marriage },
  { ...maiHuong, ...landUse },
  { ...maiHuong, ...marital },
  { ...onCard, ...marriage },
]

/** The papers of the demonstration: issued elsewhere, one of them good no more; each is printed when it is first fetched. */
export const listSamples = (): StandInPaper[] =>
  samples.map((sample) => {
    let printed: Promise<Buffer> | undefined
    const content = () => {
      printed ??= printPdf(template, sample)
      return printed
    }
    return { ...sample, content }
  })
