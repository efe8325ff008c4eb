import type { Context } from '#platform/context'
import { defineJob, type Job } from '#platform/jobs'
import type { ExaminedPaper, PaperExaminer } from './ports.ts'
import { examineJob } from './repository-content.ts'

/** What the worker can do for papers: each one received is looked into by all `examiners`. */
export const paperJobs = (examiners: readonly PaperExaminer[]): readonly Job<never, Context>[] => [
  defineJob<ExaminedPaper, Context>(examineJob, async (paper, context) => {
    for (const examine of examiners) await examine(context, paper)
  }),
]
