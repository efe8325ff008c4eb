import type { Temporal } from 'temporal-polyfill'
import { localDay } from '#modules/calendar'
import { findLastPositions } from '#modules/events'
import { listEndedSubsystems, listSubsystems, type SubsystemLine } from '#modules/exchange'
import type { Context } from '#platform/context'
import { findTopic, listRightsBefore, listRightsSince, listTopics, type TopicRight } from './repository.ts'
import { listReaders, type TopicReader } from './repository-readers.ts'
import { isSilent, lagOf } from './rules/reader-lag.ts'
import type { Topic } from './rules/topic.ts'
import { coversDay } from './rules/topic-access.ts'

/** A right with whose it is; of one to read, how far its system has read. */
export type RightLine = TopicRight &
  Readonly<{
    system: SubsystemLine
    /** False: it begins later. */
    holdsToday: boolean
    /** Null: it never asked. */
    askedAt: Temporal.Instant | null
    lag: number
    isSilent: boolean
  }>

export type TopicLine = Readonly<{
  topic: Topic
  last: number
  /** Those that hold today or later. */
  rights: readonly RightLine[]
}>

/** Every topic, or the one with this code, with who reads and writes it, and how far behind the readers are. */
export async function loadTopics(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  code?: string,
): Promise<TopicLine[]> {
  const now = clock.now()
  const today = localDay(now).toString()
  const topics =
    code === undefined ? await listTopics(db) : [await findTopic(db, code)].filter((one) => one !== null)
  const codes = topics.map((topic) => topic.code)
  const [rights, readers, systems, lasts] = await Promise.all([
    listRightsSince(db, today, code === undefined ? {} : { topic: code }),
    listReaders(db, code),
    listSubsystems(db),
    findLastPositions(db, codes),
  ])
  const known = new Map(systems.map((system) => [system.id, system]))
  const rightsOf = Map.groupBy(rights, (right) => right.topic)
  return topics.map((topic) => {
    const last = lasts.get(topic.code) ?? 0
    const lines = (rightsOf.get(topic.code) ?? []).map((right) =>
      toLine(right, { known, readers, last, today, now }),
    )
    return { topic, last, rights: lines.filter((line) => line !== null) }
  })
}

type Facts = Readonly<{
  known: ReadonlyMap<string, SubsystemLine>
  readers: readonly TopicReader[]
  last: number
  today: string
  now: Temporal.Instant
}>

function toLine(right: TopicRight, { known, readers, last, today, now }: Facts): RightLine | null {
  const system = known.get(right.subsystemId)
  if (!system) return null
  const reader = readers.find(
    ({ topic, subsystemId }) => topic === right.topic && subsystemId === right.subsystemId,
  )
  const lag = lagOf(reader?.position ?? 0, last)
  const askedAt = reader?.askedAt ?? null
  const holdsToday = coversDay(right, today)
  const silent = right.act === 'subscribe' && holdsToday && askedAt !== null && isSilent({ askedAt, lag }, now)
  return { ...right, system, holdsToday, askedAt, lag, isSilent: silent }
}

/** A right that is over, with whose it was. */
export type OverRight = TopicRight & Readonly<{ system: SubsystemLine }>

/** The rights to a topic that are over, also of systems that have ended; those that ended last first. */
export async function listOverRights(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  topic: string,
): Promise<OverRight[]> {
  const today = localDay(clock.now()).toString()
  const [rights, open, ended] = await Promise.all([
    listRightsBefore(db, topic, today),
    listSubsystems(db),
    listEndedSubsystems(db),
  ])
  const known = new Map([...open, ...ended].map((system) => [system.id, system]))
  return rights.flatMap((right) => {
    const system = known.get(right.subsystemId)
    return system ? [{ ...right, system }] : []
  })
}

/** A system as people of the exchange name it. */
export const systemName = ({ class: memberClass, member, code }: SubsystemLine): string =>
  [memberClass, member, code].join('/')
