import type { Context } from '#platform/context'
import { defineJob, type Job, type Schedule } from '#platform/jobs'
import { moveInstances } from './move-instances.ts'
import { jobNames } from './plan-step.ts'
import type { ServiceTaskTable, Subjects } from './ports.ts'
import { ringTimers } from './ring-timers.ts'
import { type Called, runServiceTask, sendMessage } from './run-service-task.ts'

const portion = 100
/** What is left after so long is for the next run: runs do not pile up on a machine that is slow. */
const runMs = 45_000
const ringJob = 'running.ring_timers'

/** What the worker can do for running processes: with the services they may call, and what they are about. */
export const runningJobs = (services: ServiceTaskTable, subjects: Subjects): readonly Job<never, Context>[] => [
  defineJob<unknown, Context>(ringJob, async (_, context) => {
    const begunMs = performance.now()
    while ((await ringTimers(context, subjects, portion)) === portion)
      if (performance.now() - begunMs > runMs) return
  }),
  defineJob<Called, Context>(jobNames.serviceTask, (called, context) =>
    runServiceTask(context, { services, subjects }, called),
  ),
  defineJob<Called & { node: string }, Context>(jobNames.message, (called, context) =>
    sendMessage(context, services, called),
  ),
  moveInstances(subjects),
]

/** When it does so by itself. */
export const runningSchedules: readonly Schedule[] = [{ job: ringJob, everyMinutes: 1 }]
