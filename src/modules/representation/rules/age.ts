import { Temporal } from 'temporal-polyfill'

/** Whether somebody is surely of age on a day: người thành niên, từ đủ 18 tuổi (Bộ luật Dân sự 2015 Đ20, Đ136). */
export function isOfAge(birth: string | null, today: string): boolean {
  const on = comeOfAgeOn(birth)
  return on !== null && on <= today
}

/** The day on which the 18th year is full; of a birth known by year or month, the last day that it can be. */
export function comeOfAgeOn(birth: string | null): string | null {
  const known = birth?.match(/^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/)
  if (!known) return null
  const [year, month, day] = known.slice(1).map(Number)
  const latest = { year: year ?? 0, month: month || 12, day: day || 31 }
  const born = Temporal.PlainDate.from(latest, { overflow: 'constrain' })
  const on = born.add({ years: 18 })
  return (on.day === born.day ? on : on.add({ days: 1 })).toString()
}
