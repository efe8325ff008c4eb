// A program of its own that a test kills: a worker with services that leave a trace, and officers who do every task.
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  completeTask,
  listOpenTasks,
  runningJobs,
  runningSchedules,
  type ServiceTaskTable,
} from '#modules/running'
import { systemClock } from '#platform/clock'
import { readConfig } from '#platform/config'
import type { Context } from '#platform/context'
import { openDb, openPool } from '#platform/db'
import { openFileStore } from '#platform/file-store'
import { startWorker } from '#platform/jobs'
import { openLog } from '#platform/log'

const [url = '', agencyId = ''] = process.argv.slice(2)
const pool = openPool(url, { max: 12 })
const log = openLog('silent')
const folder = await mkdtemp(join(tmpdir(), 'motcua-running-'))
const context: Context = {
  ...{ pool, log, db: openDb(pool), clock: systemClock, publicUrl: 'http://127.0.0.1' },
  config: readConfig({ MOTCUA_DEMO: 'on', MOTCUA_DATA_DIR: folder, MOTCUA_LOG: 'silent' }),
  files: await openFileStore(join(folder, 'files')),
  secret: new TextEncoder().encode('a secret of the tests, 32 characters at least'),
}

/** The effect happens once for a key, as that of a good service does; every call is counted. */
const leaveTrace: ServiceTaskTable[string] = async (_, { key, node }) => {
  await pool.query('insert into public.effect (key, node) values ($1, $2) on conflict do nothing', [key, node])
  await pool.query('update public.effect set calls = calls + 1 where key = $1', [key])
  return { done: true }
}
const subjects = { lock: async () => undefined, moved: async () => undefined }
const worker = await startWorker({
  ...{ pool, log, db: context.db, services: context, schedules: runningSchedules },
  jobs: runningJobs({ register: leaveTrace, announce: leaveTrace }, subjects),
})

const accountId = '01a20000-0000-7000-8000-000000000001'
const officer = {
  kind: 'officer',
  accountId,
  fullName: 'Cà Thị Ngân',
  roles: ['case_officer'],
  agencyId,
} as const
const seats = [{ agencyId, role: 'case_officer' }]

/** Two officers take what is on the list at once: of what both take, one is told. */
async function doWhatIsOpen(): Promise<void> {
  const tasks = await listOpenTasks(context.db, { seats, accountId, limit: 20 })
  await Promise.allSettled(
    [...tasks, ...tasks].map(({ id }) => completeTask(context, { taskId: id, outcome: null }, officer)),
  )
}

let stopped = false
process.once('SIGTERM', () => {
  stopped = true
})
process.stdout.write('working\n')
while (!stopped) {
  await doWhatIsOpen()
  await new Promise((next) => setImmediate(next))
}
await worker.stop()
await context.db.destroy()
