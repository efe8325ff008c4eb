import type { Temporal } from 'temporal-polyfill'
import { isWorked, type WorkCalendar, workDay } from './work-calendar.ts'
import type { DayUse } from './working-time.ts'
import { type DayNumber, toPlainDate } from './zone.ts'

/** A reason in the calculation of a due time; `explainTrace` writes it as a sentence. */
export type TraceCode =
  | 'received'
  | 'cut_off_passed'
  | 'transfer_next_morning'
  | 'counting_begins'
  | 'weekly_rest'
  | 'holiday'
  | 'compensatory_off'
  | 'working_saturday'
  | 'worked'
  | 'whole_days'
  | 'calendar_days'
  | 'months'
  | 'rolled_forward'
  | 'not_decided'
  | 'due'
  | 'restarted'
  | 'waited'
  | 'interrupted'
  | 'carried_on'
  | 'waiting'
  | 'extended'
  | 'promised_before'
  | 'longest'
  | 'finished'
  | 'stopped'

/** One line of "why this day": when, what kind, which reason with its values, and the deciding document. */
export type TraceLine = Readonly<{
  at: Temporal.Instant | Temporal.PlainDate
  kind: 'start' | 'skip' | 'count' | 'due' | 'stop'
  code: TraceCode
  values: Readonly<Record<string, string | number>>
  law: string | null
}>

const weeklyRest = 'Bộ luật Lao động 45/2019/QH14 Đ111'

/** Why `day` is not worked, with the document that says so. */
export function skipLine(calendar: WorkCalendar, day: DayNumber): TraceLine {
  const { date, special } = workDay(calendar, day)
  if (!special || special.kind === 'working_saturday')
    return { at: date, kind: 'skip', code: 'weekly_rest', values: {}, law: weeklyRest }
  return { at: date, kind: 'skip', code: special.kind, values: { name: special.name }, law: special.basis }
}

/**
 * The days from `from` to the last used one, in order: a line for every day skipped, one for every run of days
 * counted between them, one for every worked Saturday.
 */
export function traceDays(
  calendar: WorkCalendar,
  from: DayNumber,
  uses: readonly DayUse[],
  code: 'worked' | 'whole_days',
  law: string | null = null,
): TraceLine[] {
  const last = uses.at(-1)?.day
  if (last === undefined) return []
  const used = new Map(uses.map((use) => [use.day, use]))
  const lines: TraceLine[] = []
  let run: DayUse[] = []
  const endRun = (next: TraceLine | null) => {
    if (run.length > 0) lines.push(countLine(run, code, law))
    if (next) lines.push(next)
    run = []
  }
  for (let day = from; day <= last; day++) {
    const use = used.get(day)
    if (!isWorked(calendar, day)) endRun(skipLine(calendar, day))
    else if (use && workDay(calendar, day).special) endRun(swapLine(calendar, use))
    else if (use) run.push(use)
  }
  endRun(null)
  return lines
}

/** A Saturday worked by a swap: counted, with the document that says so. */
function swapLine(calendar: WorkCalendar, { day, seconds }: DayUse): TraceLine {
  const { date, special } = workDay(calendar, day)
  return {
    at: date,
    kind: 'count',
    code: 'working_saturday',
    values: { minutes: Math.round(seconds / 60) },
    law: special?.basis ?? null,
  }
}

function countLine(run: readonly DayUse[], code: 'worked' | 'whole_days', law: string | null): TraceLine {
  const first = run[0] as DayUse
  const seconds = run.reduce((sum, use) => sum + use.seconds, 0)
  const until = toPlainDate((run.at(-1) as DayUse).day).toString()
  return {
    at: toPlainDate(first.day),
    kind: 'count',
    code,
    values: { until, days: run.length, minutes: Math.round(seconds / 60) },
    law,
  }
}
