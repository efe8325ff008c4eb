import type { Temporal } from 'temporal-polyfill'
import { type AuditActor, appendAudit } from '#modules/audit'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { forgetCallers } from './authenticate-client.ts'
import { forgetOfferings } from './find-offering.ts'

/** Who changes the register. */
export type Doing = Readonly<{ context: Context; actor: AuditActor & Readonly<{ fullName: string }> }>

/** An audit entry of a change, without who and when. */
export type ChangeEntry = Readonly<{
  action: string
  kind: string
  id: string
  code: string
  detail?: Record<string, unknown>
}>

/** What a change answers, and its entries; none: nothing was changed. */
export type Changed<Result> = Readonly<{ result: Result; entries: readonly ChangeEntry[] }>

/** One change of the register in one transaction with its audit entries; what was remembered of it is forgotten. */
export async function recordChange<Result>(
  { context, actor }: Doing,
  act: (tx: Tx, at: Temporal.Instant) => Promise<Changed<Result>>,
): Promise<Result> {
  const { db, clock } = context
  const at = clock.now()
  const result = await db.transaction().execute(async (tx) => {
    const { result: given, entries } = await act(tx, at)
    for (const { action, kind, id, code, detail = {} } of entries)
      await appendAudit(tx, { at, actor, action, subjectKind: kind, subjectId: id, subjectCode: code, detail })
    return given
  })
  forgetOfferings(db)
  forgetCallers(db)
  return result
}
