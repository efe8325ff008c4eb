import type { Example } from './example.ts'
import { qr } from './qr.ts'

export const examples: readonly Example[] = [
  {
    name: 'Ink on white in every theme',
    markup: qr(
      'https://motcua.example/track/H18.137.01-261125-0042',
      'Mã QR dẫn tới trang tra cứu hồ sơ H18.137.01-261125-0042',
    ),
  },
]
