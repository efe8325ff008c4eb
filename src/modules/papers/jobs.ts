import type { Context } from '#platform/context'
import { defineJob, type Job, type Schedule } from '#platform/jobs'
import { examinePaper, scanWaiting } from './examine-paper.ts'
import type { ExaminedPaper, MalwareScanner, PaperExaminer } from './ports.ts'
import { examineJob } from './repository-content.ts'
import { scrubContent } from './scrub-content.ts'

const scanJob = 'papers.scan_waiting'
const scrubJob = 'papers.scrub'
const settleJob = 'papers.settle_files'

/**
 * What the worker can do for papers: each one received is scanned for malware and looked into by all `examiners`; what
 * is kept is read again and again; files are moved to where they are kept.
 */
export const paperJobs = (
  examiners: readonly PaperExaminer[],
  scanner: MalwareScanner | null = null,
): readonly Job<never, Context>[] => [
  defineJob<ExaminedPaper, Context>(examineJob, (paper, context) =>
    examinePaper(context, { scanner, examiners }, paper),
  ),
  defineJob<unknown, Context>(scanJob, async (_, context) => {
    if (scanner) await scanWaiting(context, scanner)
  }),
  defineJob<unknown, Context>(scrubJob, async (_, context) => {
    await scrubContent(context)
  }),
  defineJob<unknown, Context>(settleJob, (_, { files }) => files.settle()),
]

/** When it does so by itself. */
export const paperSchedules: readonly Schedule[] = [
  { job: scanJob, everyMinutes: 10 },
  { job: scrubJob, everyMinutes: 10 },
  { job: settleJob, everyMinutes: 1 },
]
