import { appendAudit } from '#modules/audit'
import type { Context } from '#platform/context'
import { makeId } from '#platform/ids'
import { dayOf, forgetProcedures } from './get-procedure.ts'
import {
  foldContent,
  hashContent,
  type LatestPack,
  lockLatestPacks,
  type PackFiles,
  savePackVersion,
} from './repository.ts'
import type { OfferedContent } from './rules/procedure.ts'

/** A pack that was read and judged, and the files it was read from. `effectiveFrom`: YYYY-MM-DD. */
export type OfferedPack = Readonly<{ content: OfferedContent; effectiveFrom: string; files: PackFiles }>

export type PackReport = Readonly<{ loaded: readonly string[]; unchanged: number }>

/**
 * Brings the packs of the system into the database, at every start. A pack that was a version before does nothing; a changed
 * one becomes a new version, in force from its own date or, when that is not later than the last one's, from today. Where
 * the newest version was designed and approved here the pack has no say. All or nothing.
 */
export async function savePacks(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  packs: readonly OfferedPack[],
): Promise<PackReport> {
  const codes = packs.map(({ content }) => content.code)
  const now = clock.now()
  const today = dayOf(now)
  const report = await db.transaction().execute(async (tx) => {
    const latest = await lockLatestPacks(tx, codes)
    const changed = packs.filter(({ content }) => {
      const last = latest.get(content.code)
      return !last?.decided && !last?.hashes.includes(hashContent(content))
    })
    for (const pack of changed) {
      await savePackVersion(tx, {
        id: makeId(now.epochMilliseconds),
        hash: hashContent(pack.content),
        content: pack.content,
        files: pack.files,
        ...foldContent(pack.content),
        ...numberAndDate(pack, latest.get(pack.content.code), today),
        at: now.toString(),
      })
    }
    if (changed.length > 0) {
      await appendAudit(tx, {
        at: now,
        actor: { kind: 'system' },
        action: 'procedures.load_packs',
        subjectKind: 'procedure_catalogue',
        subjectId: 'packs',
        detail: { codes: changed.map(({ content }) => content.code) },
      })
    }
    return {
      loaded: changed.map(({ content }) => content.code),
      unchanged: packs.length - changed.length,
    }
  })
  forgetProcedures(db)
  return report
}

function numberAndDate(
  { effectiveFrom }: OfferedPack,
  last: LatestPack | undefined,
  today: string,
): { number: number; effectiveFrom: string } {
  if (!last) return { number: 1, effectiveFrom }
  return { number: last.number + 1, effectiveFrom: effectiveFrom > last.effectiveFrom ? effectiveFrom : today }
}
