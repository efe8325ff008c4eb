import { Temporal } from 'temporal-polyfill'
import type { TopicAct } from './topic.ts'

/** Days on which something holds, both included; no last day: until further notice. ISO texts compare as texts. */
export type RightDays = Readonly<{ fromOn: string; untilOn: string | null }>

/** Whether something dated holds on `day`. */
export const coversDay = ({ fromOn, untilOn }: RightDays, day: string): boolean =>
  fromOn <= day && (untilOn === null || day <= untilOn)

/** Whether there is a day on which both hold; a right that was ended before it began has none. */
export const shareDay = (one: RightDays, other: RightDays): boolean => {
  const isEmpty = [one, other].some(({ fromOn, untilOn }) => untilOn !== null && untilOn < fromOn)
  const isBefore = (first: RightDays, second: RightDays) =>
    first.untilOn !== null && first.untilOn < second.fromOn
  return !isEmpty && !isBefore(one, other) && !isBefore(other, one)
}

/** The last day of a right that is ended `today`: yesterday, or, of one that has not begun, the day before its first. */
export const lastDayWhenEnded = ({ fromOn }: Pick<RightDays, 'fromOn'>, today: string): string =>
  Temporal.PlainDate.from(fromOn > today ? fromOn : today)
    .subtract({ days: 1 })
    .toString()

/** What there is to know of a caller and a topic. */
export type TopicAccessFacts = Readonly<{
  /** The member that calls. */
  member: RightDays
  /** Every right its subsystem was ever given to this topic. */
  rights: readonly (RightDays & Readonly<{ act: TopicAct }>)[]
}>

/** What the caller may do with the topic on `day`: nothing that no right of that day allows. */
export function actsOn({ member, rights }: TopicAccessFacts, day: string): readonly TopicAct[] {
  if (!coversDay(member, day)) return []
  return [...new Set(rights.filter((right) => coversDay(right, day)).map(({ act }) => act))]
}
