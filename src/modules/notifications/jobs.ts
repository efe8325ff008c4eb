import type { Context } from '#platform/context'
import { defineJob, type Job, type Schedule } from '#platform/jobs'
import { type Carrying, carryMessage } from './carry-message.ts'
import type { MessageCarrier } from './ports.ts'
import { type SendMessage, sendMessageJob } from './queue-message.ts'
import { emptyMessages } from './repository.ts'
import { listToCarry } from './repository-delivery.ts'

const portion = 200
const enoughFailures = 3

/**
 * Looks after every message whose moment has come: to be tried again, asked about, or given up. A carrier that was away a
 * few times in a row is left alone until the next round; what it holds up waits, what others carry does not.
 */
const carryWaiting = (carriers: readonly MessageCarrier[]) =>
  defineJob<unknown, Context>('notifications.carry_waiting', async (_, context) => {
    const failures = new Map<string, number>()
    for (const { messageId, channel } of await listToCarry(context.db, {
      now: context.clock.now(),
      limit: portion,
    })) {
      const failed = failures.get(channel) ?? 0
      if (failed >= enoughFailures) continue
      const went = await carryMessage(context, carriers, messageId)
      failures.set(channel, went ? 0 : failed + 1)
    }
  })

/** Deletes the words and addresses of what was sent long ago; that it was sent, when and how it went, is kept. */
const emptyOld = defineJob<unknown, Context>('notifications.empty_old', async (_, { db, clock, config }) => {
  const at = clock.now()
  const before = at.subtract({ hours: 24 * config.MESSAGE_KEEP_DAYS })
  for (;;) {
    const emptied = await db.transaction().execute((tx) => emptyMessages(tx, { before, at, limit: 500 }))
    if (emptied < 500) return
  }
})

/** What the worker can do for notifications. Without carriers messages stay in-app. */
export const notificationJobs = (carriers: readonly MessageCarrier[]): readonly Job<never, Context>[] => [
  defineJob<SendMessage, Carrying>(sendMessageJob.name, async ({ messageId }, context) => {
    await carryMessage(context, carriers, messageId)
  }),
  carryWaiting(carriers),
  emptyOld,
]

/** When it does so by itself. */
export const notificationSchedules: readonly Schedule[] = [
  { job: 'notifications.carry_waiting', everyMinutes: 1 },
  { job: 'notifications.empty_old', dailyAt: '02:50' },
]
