import type { Temporal } from 'temporal-polyfill'
import type { AuditActor } from '#modules/audit'
import type { Context } from '#platform/context'
import type { Db, Tx } from '#platform/db'
import type { WorkCalendar } from './rules/work-calendar.ts'

/** A change of the calendar that has been made. */
export type CalendarChanged = Readonly<{
  /** The revision it made. */
  version: number
  /** No day before this one counts otherwise than it did. */
  changedFrom: Temporal.PlainDate
  /** The decision, in words: what those who are promised another day are told. */
  reason: string
  actor: AuditActor
}>

/** A change that is being considered; nothing of it is kept. */
export type CalendarDraft = Readonly<{
  changedFrom: Temporal.PlainDate
  /** The calendar of an agency as the change would leave it; asked again it answers the same one. */
  calendarOf: (agencyCode: string | null) => WorkCalendar
}>

/** What a change would move. `truncated`: not all open dossiers were looked at, there are too many. */
export type ChangePreview = Readonly<{
  looked: number
  moved: number
  /** The earliest due times that move; at most 20. */
  examples: readonly Readonly<{ code: string; before: Temporal.Instant; after: Temporal.Instant }>[]
  truncated: boolean
}>

/** How far the recounting after a change has come. */
export type RecountProgress = Readonly<{
  version: number
  reason: string
  total: number
  lookedAt: number
  moved: number
  requestedAt: Temporal.Instant
  /** Null: it is still running, or waits for a worker. */
  finishedAt: Temporal.Instant | null
}>

/** Those whose promises rest on the calendar. The composition root says who they are; the calendar knows none of them. */
export type CalendarFollowers = Readonly<{
  /** Called in the transaction of a change that makes some day count otherwise: queue the recounting here. */
  onChanged: (tx: Tx, changed: CalendarChanged) => Promise<void>
  preview: (context: Context, draft: CalendarDraft) => Promise<ChangePreview>
  /** The latest recounts, newest first, at most 20. */
  progress: (db: Db) => Promise<readonly RecountProgress[]>
}>
