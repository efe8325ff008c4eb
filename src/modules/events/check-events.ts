import type { Temporal } from 'temporal-polyfill'
import type { Context } from '#platform/context'
import type { HealthCheck } from '#platform/health-check'
import type { Gauge } from '#platform/telemetry'
import { listSubscribers, type SubscriberState } from './repository-subscribers.ts'

type Server = Pick<Context, 'db' | 'clock'>

const longestWaitSeconds = 600

/** How long a subscriber has not had what it should have; 0 when it has everything. */
export const lagSeconds = ({ waitingSince }: SubscriberState, now: Temporal.Instant): number =>
  waitingSince ? Math.max(0, Math.floor(now.since(waitingSince).total('seconds'))) : 0

/**
 * Says which subscribers are not told in time and what lies dead: warnings, for who looks after the system. A server that
 * cannot help it stays in rotation.
 */
export const checkEvents =
  ({ db, clock }: Server): HealthCheck =>
  async () => {
    const subscribers = await listSubscribers(db)
    const dead = subscribers.reduce((sum, subscriber) => sum + subscriber.dead, 0)
    const behind = subscribers.filter((subscriber) => lagSeconds(subscriber, clock.now()) > longestWaitSeconds)
    const warnings = [
      dead > 0 && `${dead} events dead: replay them or set them aside`,
      ...behind.map((one) => `${one.name} waits for ${Math.floor(lagSeconds(one, clock.now()) / 60)} min`),
    ].filter((fault) => fault !== false)
    const warning = warnings.join('; ') || null
    return { check: 'events', ok: true, found: `${subscribers.length} subscribers`, warning }
  }

/** What of events is measured. */
export const eventGauges = ({ db, clock }: Server): readonly Gauge[] => [
  {
    name: 'motcua_event_lag_seconds',
    help: 'How long a subscriber has not been told what it should know; 0 when it knows everything.',
    label: 'subscriber',
    read: async () =>
      Object.fromEntries((await listSubscribers(db)).map((one) => [one.name, lagSeconds(one, clock.now())])),
  },
  {
    name: 'motcua_events_dead',
    help: 'Events that a subscriber could not take and that nobody has looked after yet.',
    label: 'subscriber',
    read: async () => Object.fromEntries((await listSubscribers(db)).map(({ name, dead }) => [name, dead])),
  },
]
