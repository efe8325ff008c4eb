import type { Context } from '#platform/context'
import { defineJob, type Job } from '#platform/jobs'
import { completeDocument } from './complete-document.ts'
import { rememberRevocation } from './gather-validation.ts'
import type { SigningOutside, SigningSubjects } from './ports.ts'
import { prepareBatch } from './prepare-batch.ts'
import { jobNames, type SigningJob } from './queue.ts'
import { pollTransaction, startTransaction } from './run-transaction.ts'
import { strengthenDocument } from './strengthen-document.ts'
import { tellSubject } from './tell-subject.ts'

/** What the worker can do for signing: with the world outside, and whom to tell of what was signed. */
export const signingJobs = (
  world: SigningOutside,
  subjects: SigningSubjects,
): readonly Job<never, Context>[] => {
  const outside = { ...world, revocation: rememberRevocation(world.revocation) }
  return [
    defineJob<SigningJob, Context>(jobNames.prepare, (job, context) => prepareBatch(context, outside, job)),
    defineJob<SigningJob, Context>(jobNames.start, (job, context) => startTransaction(context, outside, job)),
    defineJob<SigningJob, Context>(jobNames.poll, (job, context) => pollTransaction(context, outside, job)),
    defineJob<SigningJob, Context>(jobNames.complete, ({ id }, context) =>
      completeDocument(context, outside, id),
    ),
    defineJob<SigningJob, Context>(jobNames.strengthen, (job, context) =>
      strengthenDocument(context, outside, job),
    ),
    defineJob<SigningJob, Context>(jobNames.tell, ({ id }, context) => tellSubject(context, subjects, id)),
  ]
}
