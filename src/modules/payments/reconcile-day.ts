import type { Temporal } from 'temporal-polyfill'
import { type AuditActor, appendAudit } from '#modules/audit'
import type { Context } from '#platform/context'
import { paymentsProblem } from './errors.ts'
import { type PaymentPlatform, PlatformUnreachable, type StatementLine } from './ports.ts'
import { recordArrival } from './record-arrival.ts'
import { listDay, saveReconciliation } from './repository-days.ts'
import { reconcile, totalOf } from './rules/reconcile.ts'

/**
 * Compares a day with the platform's statement, line by line, and keeps what was found as it was found. Payments that only
 * the platform knew are then written down by the usual way, so that comparing again shows them on both sides; a difference
 * of amounts is left to people. Throws `payments.platform_away`.
 */
export async function reconcileDay(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  platform: PaymentPlatform,
  day: Temporal.PlainDate,
  actor: AuditActor,
): Promise<void> {
  const { key: provider } = platform
  const theirs = await readStatement(platform, day)
  const madeAt = clock.now()
  const missing = await db.transaction().execute(async (tx) => {
    const ours = await listDay(tx, provider, day)
    const compared = reconcile(ours, theirs)
    const totals = { oursVnd: totalOf(ours), theirsVnd: totalOf(theirs) }
    const made = { provider, dayOn: day.toString(), madeAt, madeBy: actor.fullName ?? actor.kind, ...totals }
    const id = await saveReconciliation(tx, made, compared)
    const differing = compared.filter(({ verdict }) => verdict !== 'equal')
    await appendAudit(tx, {
      at: madeAt,
      actor,
      action: 'payments.reconcile',
      subjectKind: 'reconciliation',
      subjectId: id,
      subjectCode: day.toString(),
      detail: { provider, lines: compared.length, differences: differing.length },
    })
    return new Set(differing.flatMap((line) => (line.verdict === 'only_theirs' ? [line.transaction] : [])))
  })
  for (const { kind, at: paidAt, ...line } of theirs) {
    if (kind !== 'payment' || !missing.has(line.transaction)) continue
    const told = { ...line, paidAt, provider, toldBy: 'statement' } as const
    await db.transaction().execute((tx) => recordArrival(tx, told, madeAt))
  }
}

async function readStatement(
  platform: PaymentPlatform,
  day: Temporal.PlainDate,
): Promise<readonly StatementLine[]> {
  try {
    return await platform.statementOf(day)
  } catch (error) {
    if (!(error instanceof PlatformUnreachable)) throw error
    throw paymentsProblem('payments.platform_away', {}, { cause: error })
  }
}
