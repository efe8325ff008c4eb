import type { Example } from './example.ts'
import { searchBox, searchHero } from './search-box.ts'

export const examples: readonly Example[] = [
  {
    name: 'The question of the home page',
    markup: searchHero({
      question: 'Bạn cần làm thủ tục gì?',
      action: '/search',
      help: 'Viết theo cách bạn nói, có dấu hay không dấu đều được: “làm khai sinh cho con”, “xac nhan doc than”, “mở quán ăn”.',
      often: [
        { text: 'Đăng ký khai sinh', href: '/procedures/1.001193' },
        { text: 'Chứng thực bản sao', href: '/procedures/2.000815' },
        { text: 'Xác nhận độc thân', href: '/procedures/1.004873' },
      ],
      oftenLabel: 'Nhiều người tìm',
      language: 'vi',
    }),
  },
  {
    name: 'Look up a dossier',
    markup: searchBox({
      id: 'search-code',
      label: 'Mã hồ sơ',
      action: '/track',
      name: 'code',
      value: 'H18.137.01-261118-0107',
      description: 'In trên giấy hẹn, hoặc quét mã QR bằng máy ảnh điện thoại.',
      buttonText: 'Tra cứu',
      code: true,
    }),
  },
]
