import type { Context } from '#platform/context'
import { defineJob, type Job, type Schedule } from '#platform/jobs'
import { workThrough } from '#platform/work-through'
import { type Carrying, carryMessage } from './carry-message.ts'
import type { MessageCarrier } from './ports.ts'
import { type SendMessage, sendMessageJob } from './queue-message.ts'
import { emptyMessages } from './repository.ts'
import { listAway, listToCarry, listToPassOn } from './repository-delivery.ts'
import { type Channel, channels } from './rules/channels.ts'
import { patienceOf } from './rules/delivery.ts'
import { readMessageSettings } from './settings.ts'

/**
 * Looks after every message whose moment has come: to be tried again, asked about, or given up. What one carrier holds up
 * waits, what others carry does not; of a carrier that is away one message knocks.
 */
const carryWaiting = (carriers: readonly MessageCarrier[]) =>
  defineJob<unknown, Context>('notifications.carry_waiting', async (_, context) => {
    const runs = channels.map((channel) => carryOver(context, carriers, channel))
    const broken = (await Promise.allSettled(runs)).find(({ status }) => status === 'rejected')
    if (broken?.status === 'rejected') throw broken.reason
  })

async function carryOver(
  context: Context,
  carriers: readonly MessageCarrier[],
  channel: Channel,
): Promise<void> {
  const { db, clock, log } = context
  const isAway = (await listAway(db)).includes(channel)
  const carry = async (messageId: string): Promise<boolean> => {
    try {
      return (await carryMessage(context, carriers, { messageId, knocks: true })) !== channel
    } catch (error) {
      log.error({ err: error, messageId }, 'a message could not be looked after')
      return true
    }
  }
  const list = (limit: number) => listToCarry(db, { channel, now: clock.now(), limit })
  await workThrough({ list, one: carry }, isAway ? { failures: 1 } : {})
  if ((await listAway(db)).includes(channel)) await passOn(context, carriers, channel)
}

/** What has waited long enough for a carrier that is away goes over the next channel. */
async function passOn(context: Context, carriers: readonly MessageCarrier[], channel: Channel): Promise<void> {
  const { tries } = readMessageSettings(context)
  const list = (limit: number) => {
    const before = context.clock.now().subtract(patienceOf(tries))
    return listToPassOn(context.db, { channel, before, limit })
  }
  const one = async (messageId: string) =>
    (await carryMessage(context, carriers, { messageId, knocks: false })) === null
  await workThrough({ list, one })
}

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
    await carryMessage(context, carriers, { messageId, knocks: false })
  }),
  carryWaiting(carriers),
  emptyOld,
]

/** When it does so by itself. */
export const notificationSchedules: readonly Schedule[] = [
  { job: 'notifications.carry_waiting', everyMinutes: 1 },
  { job: 'notifications.empty_old', dailyAt: '02:50' },
]
