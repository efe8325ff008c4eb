import type { SigningSubjects } from '#modules/signing'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { defineJob, type Job } from '#platform/jobs'
import { issuedJob } from './finish-issue.ts'
import { issueResult } from './issue-result.ts'
import { recordNotSealed, recordSealed } from './record-sealed.ts'
import { issueJob, recordSigned, recordStrengthened } from './record-signed.ts'

type Issued = Readonly<{ resultId: string; dossierId: string }>

/** What else follows when a result has its number and its seal, or will have none; may be called again for the same one. */
export type AfterIssue = (tx: Tx, issued: Issued) => Promise<void>

/** The jobs of results; `followers` are called for each result that is issued. */
export const resultJobs = (followers: readonly AfterIssue[] = []): readonly Job<never, Context>[] => [
  defineJob<{ resultId: string }, Context>(issueJob.name, async ({ resultId }, context) => {
    await issueResult(context, resultId)
  }),
  defineJob<Issued, Context>(issuedJob.name, async (issued, { db }) => {
    await db.transaction().execute(async (tx) => {
      for (const follow of followers) await follow(tx, issued)
    })
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
