import { localDay } from '#modules/calendar'
import type { Caller } from '#modules/exchange'
import type { Context } from '#platform/context'
import type { Db, Tx } from '#platform/db'
import { topicProblem } from './errors.ts'
import { findTopic, listRightsOf } from './repository.ts'
import type { Topic, TopicAct } from './rules/topic.ts'
import { actsOn } from './rules/topic-access.ts'

type Wish = Readonly<{ caller: Caller; code: string; act: TopicAct; clock: Context['clock'] }>

/** The topic, if the caller may do this with it today. That it does not exist is answered in the same words. */
export async function getOpenTopic(db: Db | Tx, { caller, code, act, clock }: Wish): Promise<Topic> {
  const topic = await findTopic(db, code)
  const rights = topic ? await listRightsOf(db, caller.subsystemId, code) : []
  const acts = actsOn({ member: caller.days, rights }, localDay(clock.now()).toString())
  if (!topic || !acts.includes(act)) throw topicProblem('topics.topic_unknown')
  return topic
}
