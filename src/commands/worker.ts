import { makeJobs, type Outside, outsideJobs, schedules } from '#app'
import type { Context } from '#platform/context'
import { startWorker } from '#platform/jobs'
import type { Command } from './command.ts'
import { openSystem } from './open-system.ts'
import { connectOutside } from './outside.ts'
import { untilStopped } from './until-stopped.ts'

/** Starts the background jobs of the system in this process. */
export const startJobs = (context: Context, outside: Omit<Outside, 'identityProvider'>) =>
  startWorker({
    pool: context.pool,
    db: context.db,
    log: context.log,
    services: context,
    jobs: makeJobs(context, outside),
    schedules,
    outside: outsideJobs,
  })

export const worker: Command = {
  name: 'worker',
  usage: '',
  summary: 'Runs the background jobs only, beside servers started with --no-worker.',
  async run({ output }) {
    const stopped = untilStopped()
    const { context, close } = await openSystem()
    const outside = await connectOutside(context)
    const running = await startJobs(context, outside)
    output.record({ event: 'working' })
    output.say('The worker is running. Ctrl-C stops it.')
    await stopped
    await running.stop()
    await outside.close()
    await close()
    return 0
  },
}
