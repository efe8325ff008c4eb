import { localDay } from '#modules/calendar'
import { findOldestAlarm } from '#modules/dossiers'
import type { Context } from '#platform/context'
import type { HealthCheck } from '#platform/health-check'
import type { Gauge } from '#platform/telemetry'
import { listRules } from './repository-rules.ts'
import { readWatch } from './repository-watch.ts'
import { judgeWatch, type WatchState } from './rules/health.ts'

type Server = Pick<Context, 'db' | 'clock'>

/**
 * Whether reminders really ring. The wait of an alarm is told by the clock of the system, which may stand still in a
 * demonstration; whether the watch lives, by the clock of the database, which does not.
 */
export const checkReminders =
  (context: Server): HealthCheck =>
  async (upSeconds) => {
    const { db, clock } = context
    const rules = await listRules(db, localDay(clock.now()))
    const { ranSecondsAgo } = await readWatch(db)
    const activeRules = rules.filter(({ active }) => active).length
    const state = { activeRules, ranSecondsAgo, waitingSeconds: await findWaitingSeconds(context), upSeconds }
    const fault = judgeWatch(state)
    return { check: 'reminders', ok: fault === null, found: describe(state) }
  }

async function findWaitingSeconds({ db, clock }: Server): Promise<number | null> {
  const oldest = await findOldestAlarm(db)
  return oldest && Math.floor((clock.now().epochMilliseconds - oldest.epochMilliseconds) / 1000)
}

function describe({ activeRules, waitingSeconds, ranSecondsAgo }: WatchState): string {
  const minutesOf = (seconds: number) => `${Math.floor(seconds / 60)} min`
  const waits =
    (waitingSeconds ?? 0) > 0 ? `an alarm waits for ${minutesOf(waitingSeconds ?? 0)}` : 'no alarm waits'
  const ran = ranSecondsAgo === null ? 'the watch never ran' : `the watch ran ${minutesOf(ranSecondsAgo)} ago`
  return `${activeRules} rules, ${waits}, ${ran}`
}

/** What of the reminders is measured. */
export const reminderGauges = (context: Server): readonly Gauge[] => [
  {
    name: 'motcua_alarm_waiting_seconds',
    help: 'How long the dossier whose alarm came due first has waited to be looked at; 0 when none waits.',
    read: async () => Math.max(0, (await findWaitingSeconds(context)) ?? 0),
  },
  {
    name: 'motcua_alarms_rung_total',
    help: 'Alarms that rang since the beginning, one for each officer told.',
    label: 'kind',
    read: async () => (await readWatch(context.db)).rung,
  },
]
