import type { Db, Tx } from '#platform/db'
import type { Circuits } from './load-catalogue.ts'
import type { ChangeEntry } from './record-change.ts'
import type { OfferingVersion } from './repository.ts'
import type { EndMark } from './repository-ending.ts'
import type { Days } from './rules/access.ts'

/** What a test of a connection found; `ms` until the head of the answer, `seconds` that were waited. */
export type ConnectionFinding =
  | Readonly<{ ok: true; status: number; ms: number }>
  | Readonly<{ ok: false; code: 'timeout'; seconds: number }>
  | Readonly<{ ok: false; code: 'not_trusted' | 'no_certificate' | 'bad_answer' | 'unreachable' }>

/** Production and sandbox, each by itself; null: there is none. */
export type ConnectionFindings = Readonly<{
  production: ConnectionFinding | null
  sandbox: ConnectionFinding | null
}>

/** What the pages ask of the gateway: which circuits are open, and the example of a version called once as it would call it. */
export type GatewayWindow = Readonly<{
  circuits: Circuits
  testConnection: (version: OfferingVersion) => Promise<ConnectionFindings>
}>

/** A right of a system to the topic of events with this code. */
export type TopicRightHeld = Days &
  Readonly<{ id: string; topic: string; act: 'subscribe' | 'publish'; subsystemId: string }>

/** Rights to topics of events, which another module keeps, and which end with the system that has them. */
export type TopicRights = Readonly<{
  /** Those that hold on `day` or later. */
  list: (db: Db, subsystemIds: readonly string[], day: string) => Promise<readonly TopicRightHeld[]>
  /** Ends them, each with an entry. */
  end: (tx: Tx, rights: readonly TopicRightHeld[], mark: EndMark) => Promise<readonly ChangeEntry[]>
}>
