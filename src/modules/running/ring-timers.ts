import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import type { HealthCheck } from '#platform/health-check'
import { makeId } from '#platform/ids'
import type { Subjects } from './ports.ts'
import {
  appendIncident,
  findOldestTimer,
  listRinging,
  type RingingTimer,
  resetTimer,
} from './repository-watch.ts'
import { tryStep } from './step-in-transaction.ts'

const atOnce = 4
const again = { minutes: 10 }

/**
 * Rings up to `limit` timers whose moment has come, the oldest first, each in a transaction of its own: subject, process, the
 * step. Rung twice, by two workers or after a crash, it finds nothing to ring. Answers how many were looked at.
 */
export async function ringTimers(context: Context, subjects: Subjects, limit: number): Promise<number> {
  const timers = await listRinging(context.db, context.clock.now(), limit)
  const waiting = [...timers]
  const ringOn = async () => {
    for (let timer = waiting.shift(); timer; timer = waiting.shift())
      await ringOrPutOff(context, subjects, timer)
  }
  await Promise.all(Array.from({ length: atOnce }, ringOn))
  return timers.length
}

/** One that fails for a reason of ours rings ten minutes later: it does not silence the others. */
async function ringOrPutOff(context: Context, subjects: Subjects, timer: RingingTimer): Promise<void> {
  const { db, clock, log } = context
  try {
    await db.transaction().execute((tx) => ring(context, tx, subjects, timer))
  } catch (error) {
    log.error({ err: error, instance: timer.instanceId, node: timer.node }, 'a timer could not ring')
    await db.transaction().execute((tx) => resetTimer(tx, timer, clock.now().add(again)))
  }
}

async function ring(context: Context, tx: Tx, subjects: Subjects, timer: RingingTimer): Promise<void> {
  const { subjectId, token, node } = timer
  const at = context.clock.now()
  await subjects.lock(tx, subjectId)
  const step = await tryStep(context.db, tx, {
    ...{ subjectId, at, audit: true },
    happening: { type: 'ring', token, node },
    actor: { kind: 'system' },
  })
  if (step.ok) return await subjects.moved(tx, subjectId, step)
  await resetTimer(tx, timer, null)
  if (step.code !== 'stuck') return
  const reason = `${step.node}: ${step.reason}`
  const incident = { id: makeId(at.epochMilliseconds), token, node, kind: 'timer', reason } as const
  await appendIncident(tx, timer.instanceId, incident, at)
}

/** So many minutes may the timers be behind before somebody must be called. */
const patienceMinutes = 15

/** Whether timers really ring: one whose moment has come rings within minutes. */
export const checkTimers =
  ({ db, clock }: Pick<Context, 'db' | 'clock'>): HealthCheck =>
  async () => {
    const oldest = await findOldestTimer(db)
    const behindMs = oldest ? clock.now().epochMilliseconds - oldest.epochMilliseconds : 0
    const minutes = Math.floor(Math.max(0, behindMs) / 60_000)
    const found = minutes > 0 ? `a timer has waited for ${minutes} min to ring` : 'no timer waits to ring'
    return { check: 'processes', ok: minutes <= patienceMinutes, found }
  }
