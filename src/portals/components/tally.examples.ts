import type { Example } from './example.ts'
import { tally } from './tally.ts'

export const examples: readonly Example[] = [
  {
    name: 'Numbers in the order of urgency, each a filter',
    markup: tally(
      [
        { count: 80, text: 'Tất cả', href: '?', current: true },
        { count: 3, text: 'Quá hạn', href: '?urgency=overdue', urgency: 'overdue' },
        { count: 9, text: 'Hạn hôm nay', href: '?urgency=due_today', urgency: 'due_today' },
        { count: 17, text: 'Sắp đến hạn', href: '?urgency=due_soon', urgency: 'due_soon' },
        { count: 41, text: 'Trong hạn', href: '?urgency=on_time', urgency: 'on_time' },
        { count: 10, text: 'Tạm dừng', href: '?urgency=suspended', urgency: 'suspended' },
      ],
      'vi',
    ),
  },
]
