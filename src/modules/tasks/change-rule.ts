import { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import { localDay } from '#modules/calendar'
import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import { appendRule, lockRule } from './repository-rules.ts'

/** A decision on a rule: its distance, whether it rings at all, from which day on, on what ground. */
export type RuleDecision = Readonly<{
  offsetMinutes: number
  active: boolean
  /** YYYY-MM-DD, today or later. */
  validFrom: string
  basis: string
}>

export type RuleRefusal = 'not_found' | 'day_past' | 'apology_only_before'

/** Writes a decision beside those before it: what rang under them is not unrung, so it cannot begin before today. */
export async function changeRule(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  name: string,
  decision: RuleDecision,
  actor: OfficerActor,
): Promise<{ ok: true } | { ok: false; code: RuleRefusal }> {
  const now = clock.now()
  if (Temporal.PlainDate.compare(decision.validFrom, localDay(now)) < 0) return { ok: false, code: 'day_past' }
  return await db.transaction().execute(async (tx) => {
    const last = await lockRule(tx, name)
    if (!last) return { ok: false, code: 'not_found' }
    if (last.kind === 'draft_apology' && decision.offsetMinutes > 0)
      return { ok: false, code: 'apology_only_before' }
    await appendRule(tx, { ...last, ...decision, number: last.number + 1, decidedBy: actor.fullName }, now)
    const { offsetMinutes, active, validFrom } = last
    await appendAudit(tx, {
      at: now,
      actor,
      action: 'tasks.change_rule',
      subjectKind: 'alarm_rule',
      subjectId: name,
      detail: { before: { offsetMinutes, active, validFrom }, after: decision },
    })
    return { ok: true }
  })
}
