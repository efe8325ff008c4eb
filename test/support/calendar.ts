import { makeCalendar, type SpecialDay, type SpecialDayKind, type WorkCalendar } from '#modules/calendar'

const officeHours = '07:00-11:30,13:30-17:00'

const day = (
  on: string,
  kind: SpecialDayKind,
  name: string,
  swappedWith: string | null = null,
): SpecialDay => ({
  on,
  kind,
  name,
  basis: 'test',
  swappedWith,
})

/** The days of 2025 and 2026 that differ from their weekday, written out a second time to check the first. */
export const specialDays: readonly SpecialDay[] = [
  day('2025-01-01', 'holiday', 'Tết Dương lịch'),
  ...['27', '28', '29', '30', '31'].map((of) => day(`2025-01-${of}`, 'holiday', 'Tết Ất Tỵ')),
  day('2025-04-07', 'holiday', 'Giỗ Tổ Hùng Vương'),
  day('2025-04-26', 'working_saturday', 'Làm bù', '2025-05-02'),
  day('2025-04-30', 'holiday', 'Ngày Chiến thắng'),
  day('2025-05-01', 'holiday', 'Ngày Quốc tế Lao động'),
  day('2025-05-02', 'compensatory_off', 'Nghỉ hoán đổi', '2025-04-26'),
  day('2025-09-01', 'holiday', 'Quốc khánh'),
  day('2025-09-02', 'holiday', 'Quốc khánh'),
  day('2026-01-01', 'holiday', 'Tết Dương lịch'),
  day('2026-01-02', 'compensatory_off', 'Nghỉ hoán đổi', '2026-01-10'),
  day('2026-01-10', 'working_saturday', 'Làm bù', '2026-01-02'),
  ...['16', '17', '18', '19', '20'].map((of) => day(`2026-02-${of}`, 'holiday', 'Tết Bính Ngọ')),
  day('2026-04-26', 'holiday', 'Giỗ Tổ Hùng Vương'),
  day('2026-04-27', 'compensatory_off', 'Nghỉ bù Giỗ Tổ Hùng Vương'),
  day('2026-04-30', 'holiday', 'Ngày Chiến thắng'),
  day('2026-05-01', 'holiday', 'Ngày Quốc tế Lao động'),
  day('2026-08-22', 'working_saturday', 'Làm bù', '2026-08-31'),
  day('2026-08-31', 'compensatory_off', 'Nghỉ hoán đổi', '2026-08-22'),
  day('2026-09-01', 'holiday', 'Quốc khánh'),
  day('2026-09-02', 'holiday', 'Quốc khánh'),
  day('2026-11-24', 'holiday', 'Ngày Văn hóa Việt Nam'),
]

/** The civil servants' calendar of 2025 and 2026 with the ordinary hours; 2027 is not decided. */
export function makeTestCalendar(): WorkCalendar {
  const weeklyHours = [1, 2, 3, 4, 5].map((weekday) => ({
    weekday,
    validFrom: '2024-01-01',
    spans: officeHours,
  }))
  return makeCalendar({ version: 1, weeklyHours, specialDays, decidedYears: [2025, 2026] })
}

/** An instant of local time, '2026-08-28 15:20' as a clerk writes it. */
export const localInstant = (text: string): string => `${text.replace(' ', 'T')}:00+07:00`
