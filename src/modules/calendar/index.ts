/** The door: working time, due times with their reasons, and how both are said. */
export { type ExplainedLine, explainTrace } from './explain-trace.ts'
export { formatClock, formatDay, formatDuration, formatMoment, formatShortDay } from './format.ts'
export { forgetCalendars, loadCalendar } from './load-calendar.ts'
export {
  type CutOff,
  calculateDue,
  calculateTransferBy,
  type DueTime,
  sameDayCutOff,
  type TimeLimit,
} from './rules/due.ts'
export type { TraceCode, TraceLine } from './rules/trace.ts'
export { type ClockState, dueSoonMinutes, type Urgency, urgencyOf } from './rules/urgency.ts'
export {
  type CalendarSource,
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
  minutesPerWorkingDay,
  workingMinutesBetween,
} from './rules/working-time.ts'
export { localDay, timeZone } from './rules/zone.ts'
