import type { Example } from './example.ts'
import { lifeEvents } from './life-events.ts'

export const examples: readonly Example[] = [
  {
    name: 'At most eight; the whole card leads on',
    markup: lifeEvents([
      {
        icon: 'baby',
        title: 'Sinh con',
        href: '/search?q=khai+sinh',
        inside: 'Khai sinh, thường trú cho trẻ, thẻ bảo hiểm y tế',
      },
      {
        icon: 'rings',
        title: 'Kết hôn',
        href: '/search?q=ket+hon',
        inside: 'Xác nhận tình trạng hôn nhân, đăng ký kết hôn',
      },
      {
        icon: 'house',
        title: 'Nhà và đất',
        href: '/search?q=nha+dat',
        inside: 'Giấy phép xây dựng, đăng ký biến động đất đai',
      },
      {
        icon: 'shop',
        title: 'Mở cửa hàng',
        href: '/search?q=kinh+doanh',
        inside: 'Thành lập hộ kinh doanh, hợp tác xã',
      },
      {
        icon: 'move',
        title: 'Chuyển nơi ở',
        href: '/search?q=thuong+tru',
        inside: 'Thường trú, tạm trú, tách hộ',
      },
      {
        icon: 'care',
        title: 'Người cao tuổi, khuyết tật',
        href: '/search?q=tro+cap',
        inside: 'Trợ cấp hằng tháng, xác nhận khuyết tật',
      },
      {
        icon: 'stamp',
        title: 'Chứng thực, bản sao',
        href: '/search?q=chung+thuc',
        inside: 'Chứng thực bản sao, chữ ký; trích lục hộ tịch',
      },
      {
        icon: 'leaf',
        title: 'Khi người thân qua đời',
        href: '/search?q=khai+tu',
        inside: 'Khai tử, khai nhận di sản, trợ cấp mai táng',
      },
    ]),
  },
]
