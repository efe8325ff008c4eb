import type { Interruption, WorkCalendar } from './work-calendar.ts'
import { momentOfWork, workBefore } from './working-time.ts'
import { isBefore, type LocalMoment, later, toLocalMoment } from './zone.ts'

/** Căn cứ tạm dừng: what the applicant has to do while the clock stands. Internal waiting is no ground. */
export type PauseGround = 'supplement' | 'payment' | 'confirmation'

/** A time that does not count, on a ground of law: something the applicant had to do, or an announced interruption. */
export type Wait = Readonly<{
  from: LocalMoment
  until: LocalMoment
  ground: PauseGround | 'interruption'
  interruption?: Interruption
}>

/**
 * The waits since `since`, in order and without overlap: what two grounds cover at once is one wait's, the earlier one's.
 * An interruption that still lasts is left out, its length being unknown.
 */
export function waitsOf(calendar: WorkCalendar, pauses: readonly Wait[], since: LocalMoment): readonly Wait[] {
  const [first] = pauses
  if (calendar.interruptions.length === 0 && (!first || !isBefore(first.from, since))) return pauses
  const waits: Wait[] = []
  for (const wait of inOrder(calendar, pauses)) {
    const from = later(wait.from, waits.at(-1)?.until ?? since)
    if (isBefore(from, wait.until)) waits.push({ ...wait, from })
  }
  return waits
}

function inOrder(calendar: WorkCalendar, pauses: readonly Wait[]): readonly Wait[] {
  const interruptions = calendar.interruptions.flatMap((interruption): Wait[] => {
    const { from, until } = interruption
    if (!until) return []
    return [{ from: toLocalMoment(from), until: toLocalMoment(until), ground: 'interruption', interruption }]
  })
  if (interruptions.length === 0) return pauses
  return [...pauses, ...interruptions].sort((a, b) => a.from.day - b.from.day || a.from.second - b.from.second)
}

/**
 * `due` carried on over `waits`, which are in order: each moves it by the working time that passed in it. The first that
 * begins when it is already due moves nothing, nor do those after it.
 */
export function carryOver(calendar: WorkCalendar, due: LocalMoment, waits: readonly Wait[]): LocalMoment {
  const [first] = waits
  if (!first || !isBefore(first.from, due)) return due
  const promised = workBefore(calendar, due)
  let work = promised
  for (const wait of waits) {
    const from = workBefore(calendar, wait.from)
    if (work === promised ? !isBefore(wait.from, due) : from >= work) break
    work += workBefore(calendar, wait.until) - from
  }
  return work === promised ? due : momentOfWork(calendar, work)
}

/** The working seconds of a wait. */
export const workOf = (calendar: WorkCalendar, { from, until }: Pick<Wait, 'from' | 'until'>): number =>
  workBefore(calendar, until) - workBefore(calendar, from)

/** The working seconds from `from` to `to` that no wait takes out. */
export function countedSeconds(
  calendar: WorkCalendar,
  from: LocalMoment,
  to: LocalMoment,
  waits: readonly Wait[],
): number {
  if (!isBefore(from, to)) return 0
  const waited = waits.reduce((sum, wait) => {
    const begin = later(wait.from, from)
    const end = isBefore(wait.until, to) ? wait.until : to
    return isBefore(begin, end) ? sum + workOf(calendar, { from: begin, until: end }) : sum
  }, 0)
  return workOf(calendar, { from, until: to }) - waited
}
