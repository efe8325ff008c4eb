import type { Clock } from './clock.ts'
import type { Environment } from './config.ts'
import type { Db, Pool } from './db.ts'
import type { FileStore } from './file-store.ts'
import type { Log } from './log.ts'

/** What every use case, route and job of the running system works with; `app.ts` makes it once. */
export type Context = Readonly<{
  config: Environment
  db: Db
  /** For the few hand-written statements of the hot paths. */
  pool: Pool
  clock: Clock
  log: Log
  files: FileStore
  /** Address people reach us at, without a slash at the end. */
  publicUrl: string
  /** Signs tokens and cookies; at least 32 bytes. */
  secret: Uint8Array
}>
