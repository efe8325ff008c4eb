import { Temporal } from 'temporal-polyfill'

/** A run of local days, both counted in. */
export type Period = Readonly<{ from: Temporal.PlainDate; to: Temporal.PlainDate }>

/** The longest run that is summed up at once, in days: a quarter. */
export const longestPeriod = 92

export type PeriodProblem = Readonly<{
  field: 'from' | 'to'
  code: 'not_a_day' | 'ends_before_it_begins' | 'too_long'
}>

export type ReadPeriod = Readonly<{ ok: true; period: Period } | { ok: false; problem: PeriodProblem }>

const wrong = (field: PeriodProblem['field'], code: PeriodProblem['code']): ReadPeriod => ({
  ok: false,
  problem: { field, code },
})

/**
 * The period asked for, as days 'YYYY-MM-DD'. What is left out: it ends today, and begins with the month it ends in.
 * At most `longestPeriod` days.
 */
export function readPeriod(
  asked: Readonly<{ from?: string | undefined; to?: string | undefined }>,
  today: Temporal.PlainDate,
): ReadPeriod {
  const to = asked.to ? readDay(asked.to) : today
  if (!to) return wrong('to', 'not_a_day')
  const from = asked.from ? readDay(asked.from) : to.with({ day: 1 })
  if (!from) return wrong('from', 'not_a_day')
  if (Temporal.PlainDate.compare(from, to) > 0) return wrong('to', 'ends_before_it_begins')
  return from.until(to).days >= longestPeriod ? wrong('to', 'too_long') : { ok: true, period: { from, to } }
}

function readDay(text: string): Temporal.PlainDate | null {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? Temporal.PlainDate.from(text) : null
  } catch {
    return null
  }
}
