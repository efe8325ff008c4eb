import type { Temporal } from 'temporal-polyfill'
import { type AuditActor, appendAudit } from '#modules/audit'
import { localDay } from '#modules/calendar'
import { daysAround, decideRightEnd, type EndRefusal, lockSystems } from '#modules/exchange'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { requestProblem } from '#platform/errors'
import { makeId } from '#platform/ids'
import {
  addTopic,
  addTopicRight,
  endTopicRight,
  listRightsOf,
  lockTopic,
  lockTopicRight,
  saveTopicWords,
  setTopicState,
  type TopicRight,
  type TopicWords,
} from './repository.ts'
import type { Topic, TopicState } from './rules/topic.ts'
import { type RightDays, shareDay } from './rules/topic-access.ts'

type Doing = Readonly<{
  context: Pick<Context, 'db' | 'clock'>
  actor: AuditActor & Readonly<{ fullName: string }>
}>
type Entry = Readonly<{ code: string; action: string; detail?: Record<string, unknown> }>

const note = (tx: Tx, { actor }: Doing, at: Temporal.Instant, entry: Entry): Promise<void> => {
  const { code, action, detail = {} } = entry
  const subject = { subjectKind: 'topic', subjectId: code, subjectCode: code }
  return appendAudit(tx, { at, actor, action, ...subject, detail })
}

async function holdTopic(tx: Tx, code: string): Promise<Topic> {
  const topic = await lockTopic(tx, code)
  if (!topic) throw requestProblem('request.not_found')
  return topic
}

/** Enters a topic on which systems publish; false when its code is taken. */
export async function enterTopic(doing: Doing, words: TopicWords): Promise<boolean> {
  const { db, clock } = doing.context
  return await db.transaction().execute(async (tx) => {
    const isNew = await addTopic(tx, words)
    if (isNew) await note(tx, doing, clock.now(), { code: words.code, action: 'topics.enter' })
    return isNew
  })
}

/** Changes what a topic is described by; its schema is that of what comes from now on. */
export async function changeTopic(doing: Doing, words: TopicWords): Promise<void> {
  const { db, clock } = doing.context
  await db.transaction().execute(async (tx) => {
    const before = await holdTopic(tx, words.code)
    await saveTopicWords(tx, words)
    const changed = (['title', 'summary', 'contact', 'schemaText'] as const).filter(
      (field) => before[field] !== words[field],
    )
    await note(tx, doing, clock.now(), { code: words.code, action: 'topics.change', detail: { changed } })
  })
}

/** Stops a topic of systems from taking what is new, or lets it again; what this program publishes is not stopped here. */
export async function changeTopicState(doing: Doing, code: string, state: TopicState): Promise<void> {
  const { db, clock } = doing.context
  await db.transaction().execute(async (tx) => {
    const topic = await holdTopic(tx, code)
    if (topic.publisher === 'platform') throw requestProblem('request.not_found')
    if (topic.state === state) return
    await setTopicState(tx, code, state)
    await note(tx, doing, clock.now(), { code, action: 'topics.change_state', detail: { state } })
  })
}

export type RightWish = RightDays & Pick<TopicRight, 'topic' | 'subsystemId' | 'act' | 'basis'>

export type GrantAnswer =
  | Readonly<{ ok: true }>
  | Readonly<{ ok: false; code: 'platform_publishes' | 'has_right' | 'system_ended' }>

/** Lets a system read a topic, or publish on it, from a day to a day. */
export async function grantTopicRight(doing: Doing, wish: RightWish): Promise<GrantAnswer> {
  const { db, clock } = doing.context
  return await db.transaction().execute(async (tx): Promise<GrantAnswer> => {
    const topic = await holdTopic(tx, wish.topic)
    if (wish.act === 'publish' && topic.publisher === 'platform')
      return { ok: false, code: 'platform_publishes' }
    const [system] = await lockSystems(tx, [wish.subsystemId])
    if (!system || system.hasEnded) return { ok: false, code: 'system_ended' }
    const given = await listRightsOf(tx, wish.subsystemId, wish.topic)
    if (given.some((right) => right.act === wish.act && shareDay(right, wish)))
      return { ok: false, code: 'has_right' }
    const right = { ...wish, id: makeId(), grantedName: doing.actor.fullName }
    await addTopicRight(tx, right)
    const { id, subsystemId, act, basis, fromOn, untilOn } = right
    const detail = { id, subsystemId, act, basis, fromOn, untilOn }
    await note(tx, doing, clock.now(), { code: wish.topic, action: 'topics.grant_right', detail })
    return { ok: true }
  })
}

export type RightEnd = Readonly<{
  topic: string
  id: string
  /** The last day on which it holds; null: it ends at once. */
  lastOn: string | null
  reason: string
}>

export type RightEndAnswer = Readonly<{ ok: true } | { ok: false; code: EndRefusal | 'not_found' }>

/** Ends a right at once or on a day to come; the audit entry keeps why. */
export async function withdrawTopicRight(doing: Doing, wish: RightEnd): Promise<RightEndAnswer> {
  const { topic, id, reason } = wish
  const { db, clock } = doing.context
  const at = clock.now()
  return await db.transaction().execute(async (tx): Promise<RightEndAnswer> => {
    await holdTopic(tx, topic)
    const right = await lockTopicRight(tx, topic, id)
    if (!right) return { ok: false, code: 'not_found' }
    const days = daysAround(localDay(at), right.fromOn)
    const decided = decideRightEnd(right, { lastOn: wish.lastOn, ...days })
    if (!decided.ok) return decided
    const { lastOn } = decided
    await endTopicRight(tx, id, lastOn)
    const { subsystemId, act } = right
    const detail = { id, subsystemId, act, lastOn, reason }
    await note(tx, doing, at, { code: topic, action: 'topics.withdraw_right', detail })
    return { ok: true }
  })
}
