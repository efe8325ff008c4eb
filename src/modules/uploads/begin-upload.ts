import type { IncomingHttpHeaders } from 'node:http'
import type { Actor } from '#modules/identity'
import { openQuota } from '#modules/papers'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { makeId } from '#platform/ids'
import { dropUnstorable } from '#platform/storable-text'
import { uploadsProblem } from './errors.ts'
import { countUploads, saveUpload } from './repository.ts'

/** How many uploads of one account may be on their way. */
const mostOpen = 20
const longestName = 300

/**
 * Begins an upload: who sends it, what it is called, how long it will be. Answers its id, which is that of the paper it
 * becomes. What would be refused at the end for its size is refused here.
 */
export async function beginUpload(
  context: Context,
  actor: Actor,
  headers: IncomingHttpHeaders,
): Promise<string> {
  if (actor.kind === 'nobody') throw requestProblem('request.not_signed_in')
  const { db, clock, config } = context
  const { accountId } = actor
  const sizeBytes = readLength(headers['upload-length'], config.UPLOAD_MAX_BYTES)
  const name = readName(headers['upload-metadata'])
  const open = await countUploads(db, accountId)
  if (open.uploads >= mostOpen) throw uploadsProblem('uploads.too_many', { limit: mostOpen })
  const refusal = await openQuota(context, actor).take(name, open.sizeBytes + sizeBytes)
  if (refusal) {
    const { limit, usedBytes } = refusal.detail
    throw uploadsProblem('uploads.over_quota', { limit, usedBytes, arrivingBytes: open.sizeBytes, sizeBytes })
  }
  const id = makeId(clock.now().epochMilliseconds)
  await db.transaction().execute((tx) => saveUpload(tx, { id, accountId, name, sizeBytes }))
  return id
}

function readLength(header: string | string[] | undefined, limit: number): number {
  const length = /^\d{1,15}$/.test(String(header)) ? Number(header) : 0
  if (length === 0) throw uploadsProblem('uploads.no_length')
  if (length > limit) throw uploadsProblem('uploads.too_large', { limit })
  return length
}

/** `Upload-Metadata: filename bWF0LnBkZg==,…`: keys, each with a value in Base64. */
function readName(header: string | string[] | undefined): string {
  const encoded = /(?:^|,)\s*filename ([A-Za-z0-9+/=]+)\s*(?:,|$)/.exec(String(header ?? ''))?.[1] ?? ''
  const name = dropUnstorable(Buffer.from(encoded, 'base64').toString('utf8'))
  if (name === '' || name.length > longestName) throw uploadsProblem('uploads.no_name')
  return name
}
