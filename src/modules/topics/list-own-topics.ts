import { localDay } from '#modules/calendar'
import { findLastPositions } from '#modules/events'
import type { Caller } from '#modules/exchange'
import type { Context } from '#platform/context'
import { listRightsOf, listTopics } from './repository.ts'
import { listPlacesOf } from './repository-readers.ts'
import { actsOn } from './rules/topic-access.ts'

/** The topics that a system may do something with today, with how far it is. */
export async function listOwnTopics(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  { subsystemId, days }: Caller,
) {
  const [topics, rights, places] = await Promise.all([
    listTopics(db),
    listRightsOf(db, subsystemId),
    listPlacesOf(db, subsystemId),
  ])
  const today = localDay(clock.now()).toString()
  const own = topics
    .map((topic) => {
      const given = rights.filter((right) => right.topic === topic.code)
      return { topic, acts: [...actsOn({ member: days, rights: given }, today)] }
    })
    .filter(({ acts }) => acts.length > 0)
  const lasts = await findLastPositions(
    db,
    own.map(({ topic }) => topic.code),
  )
  return own.map(({ topic: { schemaText, publisher: _, ...words }, acts }) => ({
    ...words,
    ...{ schema: schemaText, acts, done: places.get(words.code) ?? 0, last: lasts.get(words.code) ?? 0 },
  }))
}
