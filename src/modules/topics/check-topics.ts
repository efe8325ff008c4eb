import type { Context } from '#platform/context'
import type { HealthCheck } from '#platform/health-check'
import type { Gauge } from '#platform/telemetry'
import { loadTopics, type RightLine, systemName } from './load-topics.ts'

type Server = Pick<Context, 'db' | 'clock'>

/** Who may read a topic today, with its lag; not those who never asked: they have not begun. */
async function listReading(context: Server): Promise<readonly RightLine[]> {
  const lines = (await loadTopics(context)).flatMap(({ rights }) => rights)
  return lines.filter(({ act, holdsToday, askedAt }) => act === 'subscribe' && holdsToday && askedAt !== null)
}

/** Says which systems have not asked for a day while events wait for them: a warning, somebody calls their people. */
export const checkTopics =
  (context: Server): HealthCheck =>
  async () => {
    const reading = await listReading(context)
    const silent = reading.filter((line) => line.isSilent)
    const warning = silent
      .map(
        ({ system, topic, lag }) => `${systemName(system)} has not asked for ${topic} for a day: ${lag} wait`,
      )
      .join('; ')
    return { check: 'topics', ok: true, found: `${reading.length} systems read`, warning: warning || null }
  }

/** What of topics is measured. */
export const topicGauges = (context: Server): readonly Gauge[] => [
  {
    name: 'motcua_topic_lag_events',
    help: 'How many events of a topic a system of the province has not said to be done.',
    label: 'reader',
    read: async () =>
      Object.fromEntries(
        (await listReading(context)).map(({ system, topic, lag }) => [`${systemName(system)} ${topic}`, lag]),
      ),
  },
]
