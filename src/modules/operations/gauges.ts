import type { Context } from '#platform/context'
import type { Gauge } from '#platform/telemetry'
import { type Look, lookAtSystems } from './look-at-systems.ts'
import type { OutsideSystem } from './ports.ts'
import { listRinging } from './repository-alarms.ts'

/** What of the systems outside is measured, for each of them. */
export function operationGauges(context: Context, systems: readonly OutsideSystem[]): readonly Gauge[] {
  const of = async (figure: (look: Look) => number) =>
    Object.fromEntries((await lookAtSystems(context, systems)).map((one) => [one.system.code, figure(one)]))
  const label = 'system'
  return [
    {
      ...{ name: 'motcua_outside_failures', label },
      help: 'Calls in a row that gave nothing usable; 0: the system answers.',
      read: () => of(({ failures }) => failures),
    },
    {
      ...{ name: 'motcua_outside_lag_seconds', label },
      help: 'How long what waits longest for a system has waited; 0: nothing waits.',
      read: () => of(({ lagSeconds }) => lagSeconds),
    },
    {
      ...{ name: 'motcua_outside_need_a_person', label },
      help: 'What only a person can help: refused, or given up.',
      read: () => of(({ queue }) => queue?.needAPerson ?? 0),
    },
    {
      ...{ name: 'motcua_outside_alarm', label },
      help: '1 while an alarm rings for a system.',
      read: async () => {
        const ringing = new Set((await listRinging(context.db)).map(({ system }) => system))
        return Object.fromEntries(systems.map(({ code }) => [code, ringing.has(code) ? 1 : 0]))
      },
    },
  ]
}
