import type { Example } from './example.ts'
import { filterRow } from './filter-row.ts'

export const examples: readonly Example[] = [
  {
    name: 'A filter is an address',
    markup: filterRow({
      label: 'Lọc hồ sơ',
      language: 'vi',
      keep: { urgency: 'overdue' },
      filters: [
        { name: 'q', label: 'Mã, tên người nộp, số định danh' },
        {
          name: 'procedure',
          label: 'Thủ tục',
          value: '1.001193',
          options: [
            { value: '', label: 'Mọi thủ tục' },
            { value: '1.001193', label: '1.001193 Đăng ký khai sinh' },
          ],
        },
        {
          name: 'channel',
          label: 'Kênh nộp',
          options: [
            { value: '', label: 'Mọi kênh' },
            { value: 'online', label: 'Trực tuyến' },
          ],
        },
      ],
    }),
  },
]
