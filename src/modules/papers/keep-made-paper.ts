import type { Temporal } from 'temporal-polyfill'
import type { Actor } from '#modules/identity'
import type { Tx } from '#platform/db'
import { requestProblem } from '#platform/errors'
import { type NewPaper, savePapers } from './repository.ts'
import type { StoredPaper } from './rules/paper.ts'

/**
 * Makes a paper of content that is in the file store already: a scan, a result, a form, an item of the vault. It belongs
 * to `actor`, who may attach and read it. Writes the row, the audit entry and the job that examines it; unless `scan` says so
 * it is not locked away before that, since it was made or judged here.
 */
export async function keepMadePaper(
  tx: Tx,
  made: Omit<NewPaper, 'id' | 'sentSha256'>,
  actor: Actor,
  at: Temporal.Instant,
  scan: 'not_scanned' | 'quarantined' = 'not_scanned',
): Promise<StoredPaper> {
  if (actor.kind === 'nobody') throw requestProblem('request.not_signed_in')
  const [paper] = await savePapers(tx, [made], actor, { at, scan })
  if (!paper) throw new Error('a made paper was not kept')
  return paper
}
