import type { Actor } from '#modules/identity'
import type { Context } from '#platform/context'
import { sumSentSince } from './repository.ts'
import type { PaperRefusal } from './rules/paper.ts'

/** What a sender may still send today; files are counted as they are taken. */
export type Quota = Readonly<{ take: (name: string, sizeBytes: number) => Promise<PaperRefusal | null> }>

/** How much the account has sent since midnight in Việt Nam is read with the first file. */
export function openQuota(
  { db, clock, config }: Pick<Context, 'db' | 'clock' | 'config'>,
  sender: Actor,
): Quota {
  const limit = config.UPLOAD_DAY_BYTES
  const midnight = clock.now().toZonedDateTimeISO('Asia/Ho_Chi_Minh').startOfDay().toInstant()
  let used: number | null = null
  return {
    take: async (name, sizeBytes) => {
      const usedBytes =
        used ?? (sender.kind === 'nobody' ? 0 : await sumSentSince(db, sender.accountId, midnight))
      used = usedBytes
      if (usedBytes + sizeBytes > limit)
        return { ok: false, code: 'over_quota', detail: { name, limit, usedBytes, sizeBytes } }
      used += sizeBytes
      return null
    },
  }
}
