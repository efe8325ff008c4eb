import type { Temporal } from 'temporal-polyfill'
import type { Permission } from '#modules/identity'
import type { Language } from '#platform/i18n'

/** An administrator has it left alone. */
export type Held = Readonly<{ at: Temporal.Instant; by: string; reason: string }>

/** What we keep for a system, and what is wrong with it: read from our own tables, never by asking the system. */
export type Queue = Readonly<{
  waiting: number
  /** Since when what waits longest has waited; null: nothing waits. */
  oldestAt: Temporal.Instant | null
  /** Dead letters: what only a person can help. */
  needAPerson: number
  /** What that is, in sentences, for who has no page of its own that says it. */
  needs?: readonly Readonly<Record<Language, string>>[]
  /** Only for who keeps these themselves, as `sync` does; left out, they are as `watch` recorded them. */
  held?: Held | null
  failures?: number
  answeredAt?: Temporal.Instant | null
}>

/**
 * A system outside, for the page of operations. Whoever connects one lists it in `src/portals/outside-systems.ts`, and has
 * its calls recorded by `watch` in `src/commands/outside-watched.ts` under the same code.
 */
export type OutsideSystem = Readonly<{
  /** Stable: `population`, `sms`, `tax`. */
  code: string
  names: Readonly<Record<Language, string>>
  /** Left out: nothing is queued for it, it is asked when it is needed. */
  queue?: () => Promise<Queue>
  /** Its own page, with dead letters and replay; left out: the page of `operations` shows its last errors. */
  href?: string
  /** Beside the page of `operations`: where its dead letters are seen and sent again, and by whom. */
  desk?: Readonly<{ href: string; permission: Permission }>
  /** A part of ours that never is without use: the carrying of events. */
  isOurs?: boolean
  /** Calls are refused while an administrator holds it: `watch` was given what they then throw. */
  mayBeHeld?: boolean
}>
