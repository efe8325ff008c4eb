import { printSamplePaper } from './print-sample.ts'
import type { StandInPaper } from './stand-in-store.ts'

const remark = 'Kho đóng thế. Người và số liệu đều là hư cấu.'

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
      printed ??= printSamplePaper({ ...sample, remark })
      return printed
    }
    return { ...sample, content }
  })
