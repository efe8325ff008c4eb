import type { Pool } from './db.ts'

const lockClass = 0x7369676e

/**
 * Does `work` while no other process does it for the same `id`: two workers never call a provider about one confirmation at
 * once. The lock goes with the connection, so a killed worker holds nothing. False: another one is at it.
 */
export async function whileAlone(pool: Pool, id: string, work: () => Promise<void>): Promise<boolean> {
  const client = await pool.connect()
  try {
    const { rows } = await client.query<{ alone: boolean }>(
      'select pg_try_advisory_lock($1, hashtext($2)) as alone',
      [lockClass, id],
    )
    if (!rows[0]?.alone) return false
    try {
      await work()
    } finally {
      await client.query('select pg_advisory_unlock($1, hashtext($2))', [lockClass, id])
    }
    return true
  } finally {
    client.release()
  }
}
