import type { Temporal } from 'temporal-polyfill'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { dayOf, forgetProcedures } from './get-procedure.ts'
import {
  addVersion,
  appendWithdrawal,
  findVersion,
  foldContent,
  hashContent,
  listVersionsToShow,
  lockLatestPacks,
  type PackFiles,
  showVersion,
  type VersionDecision,
} from './repository.ts'
import type { OfferedContent } from './rules/procedure.ts'

export type ApprovedVersion = Readonly<{
  content: OfferedContent
  files: PackFiles
  /** YYYY-MM-DD, today or later. */
  effectiveFrom: string
  decision: VersionDecision
  at: Temporal.Instant
}>

/** `not_after_last`: another version begins later, on `lastFrom`; two versions never change places. */
export type ApproveAnswer =
  | Readonly<{ ok: true; versionId: string; number: number }>
  | Readonly<{ ok: false; code: 'not_after_last'; lastFrom: string }>

/** Adds the version of an approved design; it is in force from its day on, until a later one is. */
export async function approveVersion(tx: Tx, approved: ApprovedVersion): Promise<ApproveAnswer> {
  const { content, effectiveFrom, files, decision, at } = approved
  const last = (await lockLatestPacks(tx, [content.code])).get(content.code)
  if (last && effectiveFrom < last.effectiveFrom)
    return { ok: false, code: 'not_after_last', lastFrom: last.effectiveFrom }
  const id = makeId(at.epochMilliseconds)
  const number = (last?.number ?? 0) + 1
  await addVersion(tx, {
    id,
    number,
    hash: hashContent(content),
    content,
    effectiveFrom,
    ...foldContent(content),
    at: at.toString(),
    files,
    decision,
  })
  await showInForce(tx, at)
  return { ok: true, versionId: id, number }
}

/**
 * Undoes a version before its day: it never comes into force. False when its day has come: what was in force stays, and
 * dossiers are decided under it.
 */
export async function withdrawVersion(
  tx: Tx,
  {
    versionId,
    at,
    byName,
    reason,
  }: Readonly<{ versionId: string; at: Temporal.Instant; byName: string; reason: string }>,
): Promise<boolean> {
  const version = await findVersion(tx, versionId)
  if (!version || version.effectiveFrom <= dayOf(at)) return false
  await lockLatestPacks(tx, [version.code])
  await appendWithdrawal(tx, { versionId, at: at.toString(), byName, reason })
  return true
}

/** Lets search and lists show the versions whose day has come. Repeated, it does nothing. */
export async function showVersionsInForce({ db, clock }: Pick<Context, 'db' | 'clock'>): Promise<void> {
  await db.transaction().execute((tx) => showInForce(tx, clock.now()))
  forgetProcedures(db)
}

async function showInForce(tx: Tx, at: Temporal.Instant): Promise<void> {
  for (const { id, content } of await listVersionsToShow(tx, dayOf(at)))
    await showVersion(tx, { id, content, ...foldContent(content), at: at.toString() })
}
