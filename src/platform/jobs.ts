import { EventEmitter } from 'node:events'
import {
  Logger,
  parseCronItems,
  type Runner,
  run,
  runMigrations,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker'
import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Db, Pool, Tx } from './db.ts'
import type { Log } from './log.ts'
import { showPresence } from './worker-presence.ts'

export type JobContext = Readonly<{ db: Db; log: Log; attempt: number }>

/** A job's name, what it carries, and what it does; `defineJob` ties the three together. */
export type Job<Payload, Services = unknown> = Readonly<{
  name: string
  run: (payload: Payload, context: JobContext & Services) => Promise<void>
}>

export const defineJob = <Payload, Services = unknown>(
  name: string,
  runJob: Job<Payload, Services>['run'],
): Job<Payload, Services> => ({ name, run: runJob })

/**
 * `key`: a repeat replaces the queued job; one queued under its own name never runs beside itself. `runAt`: not before.
 * `queue`: after the jobs that stand in it already.
 */
export type Queueing = Readonly<{ key?: string; runAt?: Temporal.Instant; queue?: string }>

/** Queues a job in the caller's transaction: it runs if, and only if, the transaction commits. */
export async function enqueue<Payload>(
  tx: Tx,
  job: Pick<Job<Payload>, 'name'>,
  payload: Payload,
  { key, runAt, queue }: Queueing = {},
): Promise<void> {
  const after = queue ?? (key === job.name ? key : null)
  await sql`select graphile_worker.add_job(${job.name}, ${JSON.stringify(payload)}::json, job_key => ${key ?? null},
    run_at => ${runAt?.toString() ?? null}::timestamptz, queue_name => ${after})`.execute(tx)
}

/** Has jobs of these names that were given up tried once more, some hundreds at a time. */
export async function tryGivenUp(db: Db, names: readonly string[]): Promise<void> {
  await sql`select id from graphile_worker.reschedule_jobs(
    array(select id from graphile_worker.jobs
      where task_identifier = any(${names}) and attempts >= max_attempts and locked_at is null
      order by id limit 500),
    run_at => now(), attempts => 24, max_attempts => 25)`.execute(db)
}

/** How many jobs were given up after their last try, of at most 1,000, and some of their names. */
export async function tallyGivenUp(db: Db): Promise<Readonly<{ count: number; names: readonly string[] }>> {
  const { rows } = await sql<{ name: string; count: number }>`
    select task_identifier as name, count(*)::int as count
    from (select task_identifier from graphile_worker.jobs where attempts >= max_attempts limit 1000) as given_up
    group by 1 order by 1`.execute(db)
  return { count: rows.reduce((sum, { count }) => sum + count, 0), names: rows.map(({ name }) => name) }
}

/**
 * For how many seconds the job has been due that waits longest and that no worker has taken yet; null: none is due. Those that
 * stand in a queue behind another one wait for that, and are not counted; nor those that failed, which come again by themselves.
 */
export async function findLongestWait(db: Db): Promise<Readonly<{ name: string; seconds: number }> | null> {
  const { rows } = await sql<{ name: string; seconds: number }>`
    select task_identifier as name, floor(extract(epoch from now() - run_at))::int as seconds
    from graphile_worker.jobs
    where run_at <= now() and attempts = 0 and locked_at is null and queue_name is null
    order by run_at limit 1`.execute(db)
  return rows[0] ?? null
}

// The queue reports through our log: a job that fails is written there with its name and attempt.
const quiet = new Logger(() => () => undefined)

/** Brings the queue's own tables up to date; needs the owner's connection. */
export async function migrateJobs(ownerUrl: string): Promise<void> {
  await runMigrations({ connectionString: ownerUrl, logger: quiet })
}

/**
 * A job that is done by itself, by one worker, however many there are, and never beside itself: every day at `dailyAt`
 * ('03:10', the clock of Việt Nam), or every `everyMinutes`, a divisor of 60.
 */
export type Schedule = Readonly<{ job: string; dailyAt: string } | { job: string; everyMinutes: number }>

const minuteMilliseconds = 60_000

/** As the queue has it, which counts in UTC; Việt Nam is seven hours ahead of it, all year round. */
export function toCronItem(schedule: Schedule) {
  const { job } = schedule
  // What fell into a time without a worker is caught up with. The key makes runs that nobody took yet one run, and the
  // queue has them wait for the one that was taken: one that lasts takes one slot, not one more each minute.
  const itemOf = (match: string, everyMinutes: number) => ({
    task: job,
    match,
    identifier: job,
    options: { backfillPeriod: everyMinutes * minuteMilliseconds, jobKey: job, queueName: job },
  })
  if ('everyMinutes' in schedule) {
    const { everyMinutes } = schedule
    if (!(everyMinutes >= 1 && Number.isInteger(everyMinutes) && 60 % everyMinutes === 0))
      throw new RangeError(`every ${everyMinutes} minutes divides no hour`)
    return itemOf(`*/${everyMinutes} * * * *`, everyMinutes)
  }
  const { minute, hour } = Temporal.PlainTime.from(schedule.dailyAt).subtract({ hours: 7 })
  return itemOf(`${minute} ${hour} * * *`, 24 * 60)
}

export type WorkerOptions<Services> = Readonly<{
  pool: Pool
  db: Db
  log: Log
  services: Services
  jobs: readonly Job<never, Services>[]
  schedules?: readonly Schedule[]
  /** The names of those that wait for systems outside. */
  outside?: readonly string[]
}>

/** `events` are those of the queue; `stop()` lets running jobs finish. */
export type Worker = Readonly<{ events: WorkerEvents; stop: () => Promise<void> }>

// Those of our own are fetched some at a time. What waits outside is not: another worker may be free for it sooner.
const ownSlots = { slots: 4, fetchedAhead: 16 }
const outsideSlots = { slots: 6, fetchedAhead: -1 }

/**
 * Starts the worker of this process. A job that throws is tried again, later each time. What waits for systems outside has
 * slots of its own: however many of them are away, work of ours goes on.
 */
export async function startWorker<Services>(options: WorkerOptions<Services>): Promise<Worker> {
  const { jobs, schedules = [], outside = [] } = options
  const events: WorkerEvents = new EventEmitter()
  const laneOf = (isOutside: boolean, size: Pick<Lane<Services>, 'slots' | 'fetchedAhead'>) => ({
    jobs: jobs.filter(({ name }) => outside.includes(name) === isOutside),
    schedules: schedules.filter(({ job }) => outside.includes(job) === isOutside),
    ...size,
  })
  const ids: string[] = []
  events.on('pool:create', ({ workerPool }) => ids.push(workerPool.id))
  const runners: Runner[] = []
  for (const lane of [laneOf(false, ownSlots), laneOf(true, outsideSlots)])
    if (lane.jobs.length > 0) runners.push(await startLane(options, lane, events))
  const presence = showPresence(options.pool, ids, options.log)
  return {
    events,
    stop: async () => {
      await Promise.all(runners.map((runner) => runner.stop()))
      await presence.leave()
    },
  }
}

type Lane<Services> = Readonly<{
  jobs: readonly Job<never, Services>[]
  schedules: readonly Schedule[]
  slots: number
  fetchedAhead: number
}>

const startLane = <Services>(
  options: WorkerOptions<Services>,
  { jobs, schedules, slots, fetchedAhead }: Lane<Services>,
  events: WorkerEvents,
): Promise<Runner> =>
  run({
    pgPool: options.pool,
    taskList: makeTasks(options, jobs),
    events,
    parsedCronItems: parseCronItems(schedules.map(toCronItem)),
    concurrency: slots,
    noHandleSignals: true,
    pollInterval: 2000,
    logger: quiet,
    preset: {
      worker: { localQueue: { size: fetchedAhead }, completeJobBatchDelay: 0, failJobBatchDelay: 0 },
    },
  })

const makeTasks = <Services>(
  { db, log, services }: WorkerOptions<Services>,
  jobs: readonly Job<never, Services>[],
): TaskList =>
  Object.fromEntries(
    jobs.map((job) => [
      job.name,
      async (payload: unknown, helpers) => {
        const context = { ...services, db, log, attempt: helpers.job.attempts }
        try {
          await job.run(payload as never, context)
        } catch (error) {
          log.error(
            { err: error, job: job.name, attempt: helpers.job.attempts },
            'job failed, it will be tried again',
          )
          throw error
        }
      },
    ]),
  )
