import type { Context } from '#platform/context'
import { makeId } from '#platform/ids'
import { listPackCodes, type Pack, packsFolder, readPack } from './pack-file.ts'
import { foldContent, hashContent, type LatestPack, lockLatestPacks, savePackVersion } from './repository.ts'

export type PackReport = Readonly<{ loaded: readonly string[]; unchanged: number }>

/**
 * Brings the packs of `folder` into the database, at every start. A pack that is the same as the newest version does
 * nothing; a changed one becomes a new version, in force from its own date or, when that is not later than the last
 * one's, from today. All or nothing; throws `procedures.bad_pack`.
 */
export async function loadPacks(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  folder: string = packsFolder,
): Promise<PackReport> {
  const codes = await listPackCodes(folder)
  const packs = await Promise.all(codes.map((code) => readPack(folder, code)))
  const now = clock.now()
  const today = now.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDate().toString()
  return await db.transaction().execute(async (tx) => {
    const latest = await lockLatestPacks(tx, codes)
    const changed = packs.filter(({ content }) => latest.get(content.code)?.hash !== hashContent(content))
    for (const pack of changed) {
      await savePackVersion(tx, {
        id: makeId(now.epochMilliseconds),
        hash: hashContent(pack.content),
        content: pack.content,
        ...foldContent(pack.content),
        ...numberAndDate(pack, latest.get(pack.content.code), today),
        at: now.toString(),
      })
    }
    return {
      loaded: changed.map(({ content }) => content.code),
      unchanged: packs.length - changed.length,
    }
  })
}

function numberAndDate(
  { effectiveFrom }: Pack,
  last: LatestPack | undefined,
  today: string,
): { number: number; effectiveFrom: string } {
  if (!last) return { number: 1, effectiveFrom }
  return { number: last.number + 1, effectiveFrom: effectiveFrom > last.effectiveFrom ? effectiveFrom : today }
}
