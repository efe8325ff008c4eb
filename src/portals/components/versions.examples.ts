import type { Example } from './example.ts'
import { say } from './say.ts'
import { versions } from './versions.ts'

export const examples: readonly Example[] = [
  {
    name: 'Newest first; each says how many dossiers still run on it',
    markup: versions([
      {
        title: 'Bản 8',
        href: '#component-versions',
        state: say('warn', 'Dự thảo'),
        dates: 'Hiệu lực dự kiến 01/01/2027',
        detail: 'Chưa có số quyết định',
        current: true,
      },
      {
        title: 'Bản 7',
        state: say('ok', 'Đang áp dụng'),
        dates: 'từ 01/09/2026',
        detail: '412 hồ sơ đang chạy',
      },
    ]),
  },
]
