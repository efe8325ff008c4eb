import type { Temporal } from 'temporal-polyfill'
import { type AuditActor, appendAudit } from '#modules/audit'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { paymentsProblem } from './errors.ts'
import { type PaymentPlatform, PlatformUnreachable, type StatementLine, type ToldOrder } from './ports.ts'
import { recordTold, type Told } from './record-told.ts'
import { listDay, listUncompared, saveReconciliation } from './repository-days.ts'
import { findOrder } from './repository-orders.ts'
import { type DayLine, keyOf, reconcile, totalOf } from './rules/reconcile.ts'
import { dayOf } from './start-payment.ts'

/**
 * Compares a day with the platform's statement, line by line, and keeps what was found as it was found. What only the
 * platform knew, sums that came and went, is written down by the usual way, so that comparing again shows it on both sides; a difference of amounts is left to people. Throws `payments.platform_away`.
 */
export async function reconcileDay(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  platform: PaymentPlatform,
  day: Temporal.PlainDate,
  actor: AuditActor,
): Promise<void> {
  const { key: provider } = platform
  const theirs = await ask(() => platform.statementOf(day))
  const ours = await listDay(db, provider, day)
  const unknown = await ask(() => gather(db, platform, theirs, ours))
  const madeAt = clock.now()
  for (const told of unknown) await db.transaction().execute((tx) => recordTold(tx, told, madeAt))
  // The last of all: a day that broke off in between has no comparison, and is compared again.
  await db.transaction().execute(async (tx) => {
    const compared = reconcile(ours, theirs)
    const totals = { oursVnd: totalOf(ours), theirsVnd: totalOf(theirs) }
    const made = { provider, dayOn: day.toString(), madeAt, madeBy: actor.fullName ?? actor.kind, ...totals }
    const id = await saveReconciliation(tx, made, compared)
    await appendAudit(tx, {
      at: madeAt,
      actor,
      action: 'payments.reconcile',
      subjectKind: 'reconciliation',
      subjectId: id,
      subjectCode: day.toString(),
      detail: { provider, lines: compared.length, differences: countDiffering(compared) },
    })
  })
}

/**
 * Compares every day of the last 60 that is over and was not compared since, the oldest first. A day that cannot be compared
 * holds up no other; it is told by what is thrown in the end, and has its turn again.
 */
export async function reconcileMissed(
  server: Pick<Context, 'db' | 'clock'>,
  platform: PaymentPlatform,
  actor: AuditActor,
): Promise<void> {
  const failures: unknown[] = []
  for (const day of await listUncompared(server.db, platform.key, dayOf(server.clock.now()))) {
    await reconcileDay(server, platform, day, actor).catch((error: unknown) => failures.push(error))
  }
  if (failures.length > 0) throw failures[0]
}

const countDiffering = (lines: ReturnType<typeof reconcile>): number =>
  lines.filter(({ verdict }) => verdict !== 'equal').length

const enoughFailures = 3

/**
 * What only the statement has, by reference. A sum of an order of ours may have come or gone on another day: how such an order
 * stands now is asked before anything of it is counted. One that the platform cannot tell of stays a difference, and is left
 * to comparing again; after a few the platform is away.
 */
async function gather(
  db: Db,
  platform: PaymentPlatform,
  theirs: readonly StatementLine[],
  ours: readonly DayLine[],
): Promise<Told[]> {
  const known = new Set(ours.map(keyOf))
  const found: Told[] = []
  let failures = 0
  for (const [reference, lines] of Map.groupBy(theirs, (line) => line.reference)) {
    if (lines.every((line) => known.has(keyOf(line)))) continue
    try {
      const order = await findOrder(db, reference)
      found.push(tellAll(platform.key, reference, lines, order ? await platform.ask(reference) : null))
    } catch (error) {
      failures += 1
      if (!(error instanceof PlatformUnreachable) || failures === enoughFailures) throw error
    }
  }
  return found
}

/** What the statement of a day and the platform's answer say of one reference, together. */
function tellAll(
  provider: string,
  reference: string,
  lines: readonly StatementLine[],
  answer: ToldOrder | null,
): Told {
  const came = lines.filter(({ kind }) => kind === 'payment')
  const stated = came.map(({ kind, payment, at: paidAt, ...line }) => ({ ...line, paidAt }))
  const names = new Set(stated.map(({ transaction }) => transaction))
  const others = (answer?.payments ?? []).filter(({ transaction }) => !names.has(transaction))
  return {
    ...{ provider, reference, toldBy: 'statement' },
    payments: [...stated, ...others],
    returned: [...lines.filter(({ kind }) => kind === 'refund'), ...(answer?.returned ?? [])],
    isAllReturned: answer?.state === 'refunded',
  }
}

async function ask<Answer>(question: () => Promise<Answer>): Promise<Answer> {
  try {
    return await question()
  } catch (error) {
    if (!(error instanceof PlatformUnreachable)) throw error
    throw paymentsProblem('payments.platform_away', {}, { cause: error })
  }
}
