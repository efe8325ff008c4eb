import type { Temporal } from 'temporal-polyfill'
import type { Context } from '#platform/context'
import type { Held, OutsideSystem, Queue } from './ports.ts'
import { type CallError, readSystems, type SystemRow } from './repository.ts'
import { type Health, judgeHealth } from './rules/health.ts'

/** A system with all that is known of how it stands. */
export type Look = Readonly<{
  system: OutsideSystem
  health: Health
  failures: number
  answeredAt: Temporal.Instant | null
  lastErrors: readonly CallError[]
  held: Held | null
  /** 0: it is not held. */
  heldSeconds: number
  /** Null: nothing is queued for it. */
  queue: Queue | null
  lagSeconds: number
}>

/** Looks at every system, from what is on record: none of them is asked. In the order they are listed. */
export async function lookAtSystems(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  systems: readonly OutsideSystem[],
): Promise<Look[]> {
  const rows = await readSystems(db)
  const nowMs = clock.now().epochMilliseconds
  return await Promise.all(
    systems.map(async (system) => {
      const queue = (await system.queue?.()) ?? null
      return lookAt(system, rows.get(system.code) ?? null, queue, nowMs)
    }),
  )
}

const later = (one: Temporal.Instant | null, other: Temporal.Instant | null): Temporal.Instant | null =>
  (one?.epochMilliseconds ?? 0) > (other?.epochMilliseconds ?? 0) ? one : other

/** Whole seconds; 0: nothing was. */
const secondsSince = (at: Temporal.Instant | null, nowMs: number): number =>
  at === null ? 0 : Math.max(0, Math.floor((nowMs - at.epochMilliseconds) / 1000))

function lookAt(system: OutsideSystem, row: SystemRow | null, queue: Queue | null, nowMs: number): Look {
  const held = queue?.held ?? row?.held ?? null
  const failures = Math.max(queue?.failures ?? 0, row?.failures ?? 0)
  const answeredAt = later(queue?.answeredAt ?? null, row?.answeredAt ?? null)
  const heldSeconds = secondsSince(held?.at ?? null, nowMs)
  const oldestAt = queue?.oldestAt ?? null
  const lagSeconds = secondsSince(oldestAt, nowMs)
  const health = judgeHealth({
    isHeld: held !== null,
    wasCalled: system.isOurs === true || answeredAt !== null || (row?.calledAt ?? null) !== null,
    failures,
    oldestSeconds: oldestAt === null ? null : lagSeconds,
    needAPerson: queue?.needAPerson ?? 0,
  })
  return {
    system,
    health,
    failures,
    answeredAt,
    lastErrors: row?.lastErrors ?? [],
    held,
    heldSeconds,
    queue,
    lagSeconds,
  }
}
