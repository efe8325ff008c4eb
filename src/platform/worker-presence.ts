import type pg from 'pg'
import type { Pool } from './db.ts'
import type { Log } from './log.ts'

/** Tells the advisory locks of workers from any other. */
const lockClass = 0x6a6f6273
/** A worker shows itself before it has held a job this long; whoever holds one longer and is not to be seen is dead. */
const graceMs = 5_000
const everyMs = 60_000

/** `leave()` gives the presence up. */
export type Presence = Readonly<{ leave: () => Promise<void> }>

/**
 * Shows the others that the workers `ids` of this process live, by locks that go with one connection; and gives the jobs of dead ones
 * back to the queue: a while after the start, then every minute. Without it the queue would keep a job that a killed process had
 * in hand for four hours.
 */
export function showPresence(pool: Pool, ids: readonly string[], log: Log): Presence {
  let left = false
  let holding: pg.PoolClient | null = null

  async function hold(): Promise<void> {
    const client = await pool.connect()
    if (left) return client.release()
    holding = client
    client.once('error', () => {
      if (holding !== client) return
      holding = null
      client.release(true)
      again()
    })
    await client.query('select pg_advisory_lock($1, hashtext(id)) from unnest($2::text[]) as id', [
      lockClass,
      ids,
    ])
  }
  const again = () => {
    if (!left) setTimeout(() => void hold().catch(again), 1000).unref()
  }
  const sweep = () =>
    releaseDeadWorkers(pool).catch((error: unknown) =>
      log.error({ err: error }, 'dead workers are not looked for'),
    )

  void hold().catch(again)
  const first = setTimeout(sweep, graceMs + 1000).unref()
  const later = setInterval(sweep, everyMs).unref()
  void sweep()
  return {
    leave: async () => {
      left = true
      clearTimeout(first)
      clearInterval(later)
      if (!holding) return
      const client = holding
      holding = null
      await client.query('select pg_advisory_unlock_all()').catch(() => undefined)
      client.release()
    },
  }
}

/** Gives back the jobs in the hands of workers that are not to be seen. Nothing is done twice that had ended. */
export async function releaseDeadWorkers(pool: Pool): Promise<void> {
  await pool.query(
    `select graphile_worker.force_unlock_workers(array_agg(distinct locked_by))
     from (
       select locked_by from graphile_worker._private_jobs
       where locked_at < now() - make_interval(secs => $2)
       union select locked_by from graphile_worker._private_job_queues
       where locked_at < now() - make_interval(secs => $2)
     ) held
     where not exists (select from pg_locks where locktype = 'advisory' and classid = $1::int::oid
       and objid::bigint = (hashtext(locked_by)::bigint & 4294967295) and objsubid = 2
       and database = (select oid from pg_database where datname = current_database()))
     having count(*) > 0`,
    [lockClass, graceMs / 1000],
  )
}
