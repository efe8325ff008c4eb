import type { SigningSubjects } from '#modules/signing'
import type { Context } from '#platform/context'
import { defineJob, type Job } from '#platform/jobs'
import { issueResult } from './issue-result.ts'
import { recordNotSealed, recordSealed } from './record-sealed.ts'
import { issueJob, recordSigned, recordStrengthened } from './record-signed.ts'

export const resultJobs: readonly Job<never, Context>[] = [
  defineJob<{ resultId: string }, Context>(issueJob.name, async ({ resultId }, context) => {
    await issueResult(context, resultId)
  }),
]

/** What follows when a result was signed, or sealed. An unsigned result stays the draft it is: its batch says why. */
export const resultSubjects: SigningSubjects = {
  result: {
    onSigned: recordSigned,
    onFailed: async () => undefined,
    onStrengthened: recordStrengthened,
  },
  result_seal: { onSigned: recordSealed, onFailed: recordNotSealed },
}
