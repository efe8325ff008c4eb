import { createHash } from 'node:crypto'
import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { Database } from './database-types.ts'

/** Reads, or opens a transaction. */
export type Db = Kysely<Database>
/** Proof, to the type checker, that the caller is inside a transaction. */
export type Tx = Transaction<Database>
export type Pool = pg.Pool

/** The role the application works as: it may read and write rows, and cannot alter the schema. */
export const applicationRole = 'motcua_app'

// A `date` is a calendar day, not an instant: keep it a string ('2026-11-21').
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)
// A bigint that we keep (sequence numbers, sizes) is below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

const names = new Map<string, string>()

function nameOf(statement: string): string {
  let name = names.get(statement)
  if (!name) {
    name = createHash('sha1').update(statement).digest('base64url')
    names.set(statement, name)
  }
  return name
}

type QueryArguments = [config: unknown, values?: unknown, callback?: unknown]

/** Names every statement with parameters, so PostgreSQL parses and plans it once for each connection. */
class PreparingClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg cannot be expressed by a subclass
  override query(...[config, values, callback]: QueryArguments): any {
    const prepared =
      typeof config === 'string' && Array.isArray(values) && values.length > 0
        ? { name: nameOf(config), text: config, values }
        : config
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const send = super.query as (...all: any[]) => any
    return prepared === config ? send.call(this, config, values, callback) : send.call(this, prepared, callback)
  }
}

export type DatabaseOptions = Readonly<{ max?: number; role?: string; applicationName?: string }>

/** Opens a pool of prepared connections, working as `role` (default: the application's). */
export function openPool(connectionString: string, options: DatabaseOptions = {}): Pool {
  const { max = 20, role = applicationRole, applicationName = 'motcua' } = options
  const pool = new pg.Pool({
    connectionString,
    max,
    Client: PreparingClient,
    application_name: applicationName,
    options: `-c role=${role} -c timezone=Asia/Ho_Chi_Minh -c jit=off`,
    connectionTimeoutMillis: 10_000,
  })
  // An idle connection that breaks is replaced by the pool; the query that needs it reports the outage.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** Kysely over `pool`. Destroying it ends the pool. */
export function openDb(pool: Pool): Db {
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
}

/** Tells the planner what the tables hold after very many rows were added; needs the owner's connection. */
export async function refreshStatistics(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('vacuum analyze')
  } finally {
    await client.end()
  }
}
