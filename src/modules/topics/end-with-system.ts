import { localDay } from '#modules/calendar'
import type { ChangeEntry, TopicRights } from '#modules/exchange'
import { endTopicRight, listRightsSince } from './repository.ts'
import { lastDayWhenEnded } from './rules/topic-access.ts'

/** Rights to topics, as the exchange shows and ends them with the system that has them. */
export const topicRights: TopicRights = {
  list: (db, subsystemIds, day) => listRightsSince(db, day, { subsystemIds }),
  async end(tx, rights, { at, reason }) {
    const today = localDay(at).toString()
    const entries: ChangeEntry[] = []
    for (const right of rights) {
      const { id, topic, act, subsystemId } = right
      const untilOn = lastDayWhenEnded(right, today)
      // Who withdraws it in the same moment gives it the same last day.
      await endTopicRight(tx, id, untilOn)
      const detail = { id, subsystemId, act, reason }
      entries.push({ action: 'topics.withdraw_right', kind: 'topic', id: topic, code: topic, detail })
    }
    return entries
  },
}
