import type { Circuits } from './load-catalogue.ts'
import type { OfferingVersion } from './repository.ts'

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
