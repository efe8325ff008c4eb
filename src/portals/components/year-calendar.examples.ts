import type { Example } from './example.ts'
import { type YearDay, type YearDayKind, yearCalendar } from './year-calendar.ts'

// 2026 begins on a Thursday; its months have these lengths.
const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const special: Readonly<Record<string, readonly [YearDayKind, string]>> = {
  '2026-01-01': ['holiday', 'Tết Dương lịch'],
  '2026-01-02': ['compensatory_off', 'Nghỉ hoán đổi'],
  '2026-01-10': ['working_saturday', 'Làm bù'],
  '2026-11-24': ['holiday', 'Ngày Văn hóa Việt Nam'],
}

const days = lengths
  .flatMap((length, month) =>
    Array.from(
      { length },
      (_, day) => `2026-${String(month + 1).padStart(2, '0')}-${String(day + 1).padStart(2, '0')}`,
    ),
  )
  .map((on, index): YearDay => {
    const weekday = ((index + 3) % 7) + 1
    const [kind, name] = special[on] ?? []
    const ordinary = weekday <= 5 ? 'worked' : 'rest'
    return { on, weekday, kind: kind ?? ordinary, ...(name && { name }), today: on === '2026-11-26' }
  })

export const examples: readonly Example[] = [
  {
    name: 'A letter and a form before a colour',
    markup: yearCalendar({ year: 2026, days, undecided: false, language: 'vi' }),
  },
  {
    name: 'A year whose days off are not decided',
    markup: yearCalendar({
      year: 2026,
      days: days.map(({ on, weekday }) => ({ on, weekday, kind: weekday <= 5 ? 'worked' : 'rest' })),
      undecided: true,
      language: 'vi',
    }),
  },
]
