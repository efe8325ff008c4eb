/** The door: working time, due times with their reasons, how both are said, and how the calendar is changed. */
export { type ChangeAnswer, type ChangeOptions, changeCalendar } from './change-calendar.ts'
export { explainFault } from './change-messages.ts'
export { calendarProblem } from './errors.ts'
export { type ExplainedLine, explainTrace } from './explain-trace.ts'
export { formatClock, formatDay, formatDuration, formatMoment, formatShortDay } from './format.ts'
export { type DaysImported, importSpecialDays } from './import-special-days.ts'
export { forgetCalendars, loadCalendar, loadCalendarAt } from './load-calendar.ts'
export type {
  CalendarChanged,
  CalendarDraft,
  CalendarFollowers,
  ChangePreview,
  RecountProgress,
} from './ports.ts'
export { listRevisions, type RevisionLine, readCalendarRecord } from './repository.ts'
export {
  applyChange,
  type CalendarChange,
  type CalendarDecision,
  type CalendarRecord,
  type DayEdit,
  findChangedFrom,
  type HoursEdit,
  hoursOn,
  type InterruptionEdit,
  type InterruptionRow,
  sourceFor,
} from './rules/calendar-change.ts'
export { type CalendarFault, type CalendarProblem, checkChange } from './rules/check-change.ts'
export {
  type Clock,
  ClockError,
  type ClockEvent,
  type ClockPhase,
  type ClockPolicy,
  type ClockRefusal,
  foldClock,
  type ResumePolicy,
  refoldClock,
} from './rules/clock.ts'
export { traceClock } from './rules/clock-trace.ts'
export { calculateDue, type DueTime } from './rules/due.ts'
export {
  type CutOff,
  calculateTransferBy,
  type Period,
  sameDayCutOff,
  type TimeLimit,
  type TimeUnit,
} from './rules/period.ts'
export { dueOfPeriod, dueOfShare, measureStep, type StepTime } from './rules/steps.ts'
export type { TraceCode, TraceLine } from './rules/trace.ts'
export { type ClockState, dueSoonMinutes, type Urgency, urgencyOf } from './rules/urgency.ts'
export type { PauseGround } from './rules/waits.ts'
export {
  type CalendarSource,
  type Interruption,
  isWorkingDay,
  makeCalendar,
  nextWorkingDay,
  previousWorkingDay,
  type Span,
  type SpecialDay,
  type SpecialDayKind,
  spansOn,
  type WeeklyHours,
  type WorkCalendar,
} from './rules/work-calendar.ts'
export {
  addWorkingMinutes,
  lastOpeningBefore,
  minutesPerWorkingDay,
  takeWorkingMinutes,
  workingMinutesBetween,
} from './rules/working-time.ts'
export { localDay, timeZone } from './rules/zone.ts'
