import { Temporal } from 'temporal-polyfill'
import { addWorkingMinutes, localDay, nextWorkingDay, timeZone, type WorkCalendar } from '#modules/calendar'
import { type Ground, readLocal } from './ground.ts'
import { happen, type Opened, type World } from './world.ts'

/** Why time does not pass as a step says. */
export type TimeRefusal = 'no_timer' | 'before' | 'no_such_time' | 'never_rests'

export type Passed = Readonly<{ ok: true; world: World } | { ok: false; code: TimeRefusal }>

// Of one scenario. Whoever needs more has a timer that sets itself again.
const mostRings = 500

/** Lets time pass until a step's `at`; every timer that is due on the way rings, one after another. */
export function passTime(ground: Ground, world: World, at: string | undefined): Passed {
  const until = momentOf(ground, world, at)
  if (!(until instanceof Temporal.Instant)) return { ok: false, code: until }
  let passed = world
  while (passed.rung < mostRings) {
    const next = findNextTimer(passed)
    if (!next?.until || Temporal.Instant.compare(next.until, until) > 0)
      return { ok: true, world: { ...passed, now: until } }
    passed = ring(ground, { ...passed, rung: passed.rung + 1 }, next, next.until)
  }
  return { ok: false, code: 'never_rests' }
}

/** The timer that rings first. */
function findNextTimer({ opened }: World): Opened | null {
  const timers = opened.filter(({ wait, until }) => wait.kind === 'timer' && until !== null)
  const ordered = timers.toSorted((a, b) => Temporal.Instant.compare(a.until ?? a.since, b.until ?? b.since))
  return ordered[0] ?? null
}

function ring(ground: Ground, world: World, { wait }: Opened, at: Temporal.Instant): World {
  // A timer set to a moment that has passed rings at once, not before.
  const now = Temporal.Instant.compare(at, world.now) < 0 ? world.now : at
  return happen(ground, { ...world, now }, { type: 'ring', token: wait.token, node: wait.node })
}

function momentOf({ calendar }: Ground, world: World, at: string | undefined): Temporal.Instant | TimeRefusal {
  if (at === undefined) return world.now
  if (at === 'next_timer') return findNextTimer(world)?.until ?? 'no_timer'
  if (at.startsWith('+')) return addSpan(calendar, world.now, at)
  try {
    const moment = readLocal(at)
    return Temporal.Instant.compare(moment, world.now) < 0 ? 'before' : moment
  } catch {
    return 'no_such_time'
  }
}

function addSpan(calendar: WorkCalendar, now: Temporal.Instant, span: string): Temporal.Instant {
  const [amount = 0, unit] = [Number.parseInt(span.slice(1), 10), span.split(' ')[1]]
  const local = now.toZonedDateTimeISO(timeZone)
  switch (unit) {
    case 'working_hour':
      return addWorkingMinutes(calendar, now, amount * 60)
    case 'working_day': {
      let day = localDay(now)
      for (let passed = 0; passed < amount; passed += 1) day = nextWorkingDay(calendar, day)
      return day.toZonedDateTime({ timeZone, plainTime: local.toPlainTime() }).toInstant()
    }
    case 'calendar_hour':
      return now.add({ hours: amount })
    case 'calendar_day':
      return local.add({ days: amount }).toInstant()
    default:
      return now.add({ minutes: amount })
  }
}
