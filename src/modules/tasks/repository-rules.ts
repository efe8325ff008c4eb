import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import type { Db, Tx } from '#platform/db'
import type { AlarmKind, AlarmRule, MeasuredFrom, Recipient } from './rules/alarms.ts'

/** A rule as it was decided: from which day, on what ground, by whom. `number` counts the decisions on it. */
export type DecidedRule = AlarmRule &
  Readonly<{ number: number; validFrom: string; basis: string; decidedBy: string }>

const selectRules = (db: Db | Tx) => db.selectFrom('tasks.alarm_rule').selectAll()
type Row = Awaited<ReturnType<ReturnType<typeof selectRules>['executeTakeFirstOrThrow']>>

const toRule = (row: Row): DecidedRule => ({
  name: row.name,
  number: row.number,
  validFrom: row.valid_from,
  measuredFrom: row.measured_from as MeasuredFrom,
  step: row.step,
  offsetMinutes: row.offset_minutes,
  recipient: row.recipient as Recipient,
  kind: row.kind as AlarmKind,
  active: row.active,
  basis: row.basis,
  decidedBy: row.decided_by,
})

/** The rules as they are in force on a day, switched off or not, by name. */
export async function listRules(db: Db | Tx, on: Temporal.PlainDate): Promise<DecidedRule[]> {
  const rows = await selectRules(db)
    .distinctOn('name')
    .where('valid_from', '<=', sql<string>`${on.toString()}::date`)
    .orderBy('name')
    .orderBy('valid_from', 'desc')
    .orderBy('number', 'desc')
    .limit(200)
    .execute()
  return rows.map(toRule)
}

/** What was decided for days after `on`, the nearest first, at most 200. */
export async function listComingRules(db: Db, on: Temporal.PlainDate): Promise<DecidedRule[]> {
  const rows = await selectRules(db)
    .where('valid_from', '>', sql<string>`${on.toString()}::date`)
    .orderBy('valid_from')
    .orderBy('name')
    .orderBy('number')
    .limit(200)
    .execute()
  return rows.map(toRule)
}

/** The last decision on a rule; null when there is no such rule. Holds the rule until the transaction ends. */
export async function lockRule(tx: Tx, name: string): Promise<DecidedRule | null> {
  await sql`select pg_advisory_xact_lock(hashtext(${`tasks.alarm_rule.${name}`}))`.execute(tx)
  const row = await selectRules(tx)
    .where('name', '=', name)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? toRule(row) : null
}

export async function appendRule(tx: Tx, rule: DecidedRule, at: Temporal.Instant): Promise<void> {
  await tx
    .insertInto('tasks.alarm_rule')
    .values({
      name: rule.name,
      number: rule.number,
      valid_from: rule.validFrom,
      measured_from: rule.measuredFrom,
      step: rule.step,
      offset_minutes: rule.offsetMinutes,
      recipient: rule.recipient,
      kind: rule.kind,
      active: rule.active,
      basis: rule.basis,
      decided_by: rule.decidedBy,
      decided_at: at.toString(),
    })
    .execute()
}
