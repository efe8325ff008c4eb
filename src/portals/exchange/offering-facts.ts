import type { Problem } from '#components/error-summary'
import type {
  AccessRight,
  CatalogueLine,
  ConnectionFindings,
  listMinutes,
  SubsystemLine,
} from '#modules/exchange'
import type { Outages } from './catalogue-view.ts'
import type { KeyExample } from './key-view.ts'

/** What can be typed on the page of an offering: a right given, a right ended, a state, an announcement, a sandbox key. */
export type OfferingField =
  | ('system' | 'basis' | 'fromOn' | 'untilOn')
  | ('right' | 'lastOn' | 'endReason')
  | ('version' | 'state' | 'notice')
  | ('plannedFor' | 'fromDay' | 'fromTime' | 'untilDay' | 'untilTime' | 'plannedNotice' | 'knowsShort')
  | 'sandboxSystem'
export type TypedOffering = Readonly<Partial<Record<OfferingField, string>>>

export type OfferingView = Readonly<{
  line: CatalogueLine
  /** Every right there ever was. */
  rights: readonly AccessRight[]
  /** The day in Việt Nam, ISO. */
  today: string
  /** So many working days ahead maintenance is to be announced. */
  askedDays: number
  minutes: Awaited<ReturnType<typeof listMinutes>>
  outages: Outages
  publicUrl: string
  /** Null: the reader may look, and change nothing. */
  systems: readonly SubsystemLine[] | null
  typed: TypedOffering
  problems: readonly Problem[]
  news: string
  findings: ConnectionFindings | null
  key: KeyExample | null
}>
