import type { Temporal } from 'temporal-polyfill'
import type { Db } from '#platform/db'
import { listFieldsAt } from './repository.ts'
import { foldName } from './rules/differences.ts'

/**
 * Mã lĩnh vực: what the nation calls a field of this name, as it was listed at a moment. Null unless exactly one was called so:
 * nothing is guessed.
 */
export async function findFieldCode(db: Db, name: string, at: Temporal.Instant): Promise<string | null> {
  const wanted = foldName(name)
  const [field, ...more] = (await listFieldsAt(db, at)).filter((listed) => foldName(listed.name) === wanted)
  return field && more.length === 0 ? field.code : null
}
