import type { Context } from '#platform/context'
import { defineJob, type Job } from '#platform/jobs'
import { type CopyPayload, makeCopyJob } from './ask-copy.ts'
import { makeCopy } from './make-copy.ts'
import { prepareCapture } from './prepare-capture.ts'
import { type CapturePayload, readCaptureJob } from './take-files.ts'

const readCapture = defineJob<CapturePayload, Context>(readCaptureJob.name, ({ captureId }, context) =>
  prepareCapture(context, captureId),
)
const copy = defineJob<CopyPayload, Context>(makeCopyJob.name, ({ copyId }, context) =>
  makeCopy(context, copyId, context.attempt),
)

/** What the worker can do for digitisation. One copy after another: reading takes a processor for itself. */
export const digitisationJobs: readonly Job<never, Context>[] = [readCapture, copy]
