import type { Context } from '#platform/context'
import { defineJob, type Job, type Schedule } from '#platform/jobs'
import type { Gauge } from '#platform/telemetry'
import { fetchFromEach } from '#platform/telling'
import { tellJob } from './answer-inquiry.ts'
import { fetchInquiries } from './fetch-inquiries.ts'
import type { InquirySystem } from './ports.ts'
import { countOpen } from './repository-lists.ts'
import { tellReplies } from './tell-replies.ts'
import { inquiryTelling } from './telling.ts'

/** What the worker can do for inquiries; without other systems they stay here. */
export const inquiryJobs = (systems: readonly InquirySystem[]): readonly Job<never, Context>[] => [
  defineJob<unknown, Context>(tellJob.name, async (_, context) => {
    for (const system of systems) await tellReplies(context, system)
  }),
  defineJob<unknown, Context>('inquiries.fetch', (_, context) =>
    fetchFromEach(context, systems, 'questions', (system) => fetchInquiries(context, system)),
  ),
]

/** When it does so by itself. */
export const inquirySchedules: readonly Schedule[] = [
  { job: 'inquiries.fetch', everyMinutes: 5 },
  { job: 'inquiries.tell', everyMinutes: 2 },
]

/** Whether what was answered here gets to other systems within a day. */
export const checkInquiries = inquiryTelling.checkUntold

const mostCounted = 10_000

/** What of inquiries is measured. */
export const inquiryGauges = ({ db }: Pick<Context, 'db'>): readonly Gauge[] => [
  {
    name: 'motcua_inquiries_untold',
    help: 'Replies that another system does not have yet, counted to 10,000.',
    read: async () => (await inquiryTelling.tallyUntold(db)).waiting,
  },
  {
    name: 'motcua_inquiries_open',
    help: 'Questions that wait for an answer, counted to 10,000.',
    read: () => countOpen(db, { agencyId: null }, mostCounted),
  },
]
