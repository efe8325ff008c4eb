import type { Context } from '#platform/context'
import type { HealthCheck } from '#platform/health-check'
import { defineJob, type Job, type Schedule } from '#platform/jobs'
import type { Gauge } from '#platform/telemetry'
import { workThrough } from '#platform/work-through'
import { carryShipment } from './carry-shipment.ts'
import { type CarryShipment, carryShipmentJob } from './order-shipment.ts'
import type { PublicPost } from './ports.ts'
import { emptyShipments, listDue, tallyShipments } from './repository.ts'

/** What the worker can do for post orders; without a post (`null`) they wait. */
export const shipmentJobs = (post: PublicPost | null): readonly Job<never, Context>[] => [
  defineJob<CarryShipment, Context>(carryShipmentJob.name, async ({ shipmentId }, context) => {
    if (post) await carryShipment(context, post, shipmentId)
  }),
  defineJob<unknown, Context>('shipments.carry_waiting', async (_, context) => {
    if (!post) return
    const now = context.clock.now()
    await workThrough({
      list: (limit) => listDue(context.db, { now, limit }),
      one: (id) => carryShipment(context, post, id),
    })
  }),
  defineJob<unknown, Context>('shipments.empty_old', async (_, { db, clock, config }) => {
    const at = clock.now()
    const before = at.subtract({ hours: 24 * config.MESSAGE_KEEP_DAYS })
    for (;;) if ((await db.transaction().execute((tx) => emptyShipments(tx, { before, at }))) === 0) return
  }),
]

/** When it does so by itself. */
export const shipmentSchedules: readonly Schedule[] = [
  { job: 'shipments.carry_waiting', everyMinutes: 2 },
  { job: 'shipments.empty_old', dailyAt: '02:55' },
]

type Server = Pick<Context, 'db' | 'clock'>
const mostWaitHours = 12

/** Whether orders get to the post within half a day. */
export const checkShipments =
  ({ db, clock }: Server): HealthCheck =>
  async () => {
    const { waiting, oldestAt } = await tallyShipments(db)
    const hours = oldestAt ? (clock.now().epochMilliseconds - oldestAt.epochMilliseconds) / 3_600_000 : 0
    const found = `${waiting} post orders wait, the oldest for ${Math.floor(hours)} h`
    return { check: 'shipments', ok: hours <= mostWaitHours, found }
  }

/** What of post orders is measured. */
export const shipmentGauges = ({ db }: Server): readonly Gauge[] => [
  {
    name: 'motcua_shipments_waiting',
    help: 'Post orders that the post has not confirmed yet, counted to 10,000.',
    read: async () => (await tallyShipments(db)).waiting,
  },
]
