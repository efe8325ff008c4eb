import type { Temporal } from 'temporal-polyfill'

/**
 * What an alarm is measured from: the due time of the present step, that of the dossier, or the opening of the last
 * working day before the day the dossier is due.
 */
export type MeasuredFrom = 'step_due' | 'dossier_due' | 'last_day_before_due'

/** Whom an alarm is for: who has the work, their superior, or the leader of the agency. */
export type Recipient = 'handler' | 'superior' | 'leader'

/** What an alarm is: a word to who has the work, one to those above, or an apology to be drafted (form 04). */
export type AlarmKind = 'reminder' | 'escalation' | 'draft_apology'

/** Quy tắc nhắc việc: data, not code. `offsetMinutes` are working minutes, 480 a day: negative before, 0 at, positive after. */
export type AlarmRule = Readonly<{
  name: string
  measuredFrom: MeasuredFrom
  /** Null: every step. */
  step: string | null
  offsetMinutes: number
  recipient: Recipient
  kind: AlarmKind
  active: boolean
}>

/** What of a dossier decides when alarms ring. */
export type Subject = Readonly<{
  step: string
  clock: 'running' | 'suspended' | 'done'
  submittedAt: Temporal.Instant
  acceptedAt: Temporal.Instant | null
  stepEnteredAt: Temporal.Instant | null
  stepDueAt: Temporal.Instant | null
  dueAt: Temporal.Instant | null
  extendedAt: Temporal.Instant | null
}>

/** The working time of the agency that has the dossier. */
export type WorkTime = Readonly<{
  /** The moment `minutes` of working time after `at`, or before it when negative. */
  shift: (at: Temporal.Instant, minutes: number) => Temporal.Instant
  /** The opening of the last working day before the day of `at`. */
  lastOpeningBefore: (at: Temporal.Instant) => Temporal.Instant
}>

/** An alarm with its moment. `dueAt` is the due time it belongs to: one that moves brings alarms of its own. */
export type Alarm = Readonly<{ rule: AlarmRule; dueAt: Temporal.Instant; at: Temporal.Instant }>

const isBefore = (one: Temporal.Instant, other: Temporal.Instant): boolean =>
  one.epochMilliseconds < other.epochMilliseconds

/**
 * The alarms of a dossier in the order in which they ring. None while its clock stands, none when it is resolved or
 * closed, and no apology once it was extended: the date is moved at most once (NĐ 61/2018 Đ19 k9).
 *
 * An alarm before a due time whose moment lies before the beginning is left out: who has just got the work sees when it
 * is due, and a period no longer than a day has no "one day before". An alarm at or after the due time always rings; in
 * a step that began late, when it began.
 */
export function listAlarms(rules: readonly AlarmRule[], subject: Subject, workTime: WorkTime): Alarm[] {
  if (subject.clock !== 'running') return []
  return rules
    .filter((rule) => rule.active && (rule.step ?? subject.step) === subject.step)
    .filter(({ kind }) => kind !== 'draft_apology' || subject.extendedAt === null)
    .flatMap((rule) => placeAlarm(rule, subject, workTime) ?? [])
    .sort((a, b) => a.at.epochMilliseconds - b.at.epochMilliseconds || compare(a.rule.name, b.rule.name))
}

const compare = (one: string, other: string): number => {
  if (one === other) return 0
  return one < other ? -1 : 1
}

function placeAlarm(rule: AlarmRule, subject: Subject, workTime: WorkTime): Alarm | null {
  const ofStep = rule.measuredFrom === 'step_due'
  const dueAt = ofStep ? subject.stepDueAt : subject.dueAt
  if (!dueAt) return null
  const from = rule.measuredFrom === 'last_day_before_due' ? workTime.lastOpeningBefore(dueAt) : dueAt
  const at = rule.offsetMinutes === 0 ? from : workTime.shift(from, rule.offsetMinutes)
  const begunAt = (ofStep && subject.stepEnteredAt) || subject.acceptedAt || subject.submittedAt
  if (!isBefore(at, begunAt)) return { rule, dueAt, at }
  return isBefore(at, dueAt) ? null : { rule, dueAt, at: begunAt }
}

/**
 * The alarms that ring at `now`: all whose moment has come. When several have come at once, because nobody looked for a
 * while, the reminder that work will be due is left out if it is due already: it would say what is no longer so.
 */
export const listRinging = (alarms: readonly Alarm[], now: Temporal.Instant): Alarm[] =>
  alarms.filter(
    ({ rule, at, dueAt }) =>
      !isBefore(now, at) && !(rule.kind === 'reminder' && isBefore(at, dueAt) && !isBefore(now, dueAt)),
  )

/** When this dossier must be looked at again; null: nothing more will ring before it changes. */
export const findNextAlarm = (alarms: readonly Alarm[], now: Temporal.Instant): Temporal.Instant | null =>
  alarms.find(({ at }) => isBefore(now, at))?.at ?? null
