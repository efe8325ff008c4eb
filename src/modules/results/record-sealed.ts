import { getOfficerActor } from '#modules/identity'
import { keepMadePaper } from '#modules/papers'
import type { SignedSubject, UnsignedSubject } from '#modules/signing'
import type { Context } from '#platform/context'
import { giveToOwner } from './finish-issue.ts'
import { issueUnsealed } from './issue-result.ts'
import { appendContent, appendResultEvent, changeResult, lockResult } from './repository.ts'

/** The seal of the agency stands on the result: that content is given out from now on. */
export async function recordSealed(context: Context, sealed: SignedSubject): Promise<void> {
  const { db, clock, files } = context
  const sha256 = sealed.signedSha256
  const sizeBytes = await files.sizeOf(sha256)
  await db.transaction().execute(async (tx) => {
    const result = await lockResult(tx, sealed.subjectId)
    if (!result || result.sealedAt) return
    const at = clock.now()
    const signer = await getOfficerActor(db, result.signerAccountId)
    const name = `${result.documentNumber ?? result.checkCode}.pdf`.replaceAll('/', '-')
    const made = { name, mediaType: 'application/pdf', sizeBytes, sha256, origin: 'result' } as const
    const paper = await keepMadePaper(tx, made, signer, at)
    const issued = await changeResult(tx, result.id, {
      sha256,
      paper_id: paper.id,
      sealed_at: sealed.signedAt,
    })
    await appendContent(tx, result.id, { sha256, paperId: paper.id, kind: 'sealed' }, at)
    const detail = { level: sealed.level }
    await appendResultEvent(tx, result.id, { kind: 'sealed', at, actorName: sealed.signer.name, detail })
    if (issued.state === 'issued') await giveToOwner(tx, issued, at)
  })
}

/** The seal could not be set: the result is issued as it was signed, and says so. */
export const recordNotSealed = (context: Context, failed: UnsignedSubject): Promise<void> =>
  issueUnsealed(context, failed.subjectId, failed.code)
