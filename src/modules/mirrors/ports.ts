import type { Report } from './rules/report.ts'

/** One thing that a ministry's system reported: a report, or what cannot be read as one, kept as it came. */
export type Arrived =
  | Readonly<{ ok: true; report: Report }>
  | Readonly<{ ok: false; problem: string; raw: string }>

/** A ministry's system that is asked for its reports. */
export type ReportSource = Readonly<{
  /** Under which it is entered here. */
  code: string
  /** What is new since a cursor, the oldest first; null: from the beginning. Throws when it is away or answers nonsense. */
  list: (cursor: string | null) => Promise<ReportPage>
}>

export type ReportPage = Readonly<{
  items: readonly Arrived[]
  /** From where to go on; kept with what came. */
  cursor: string
  more: boolean
}>
