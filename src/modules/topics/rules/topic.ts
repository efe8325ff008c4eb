/** `in_force`, or `withdrawn`: nothing new is taken, what was published is still read. */
export type TopicState = 'in_force' | 'withdrawn'

/** What a right lets a system do with a topic. */
export type TopicAct = 'subscribe' | 'publish'

export const topicActs: readonly TopicAct[] = ['subscribe', 'publish']

/** Chủ đề: what is told there, and whom to ask. */
export type Topic = Readonly<{
  code: string
  title: string
  summary: string
  contact: string
  /** JSON Schema of the payload. */
  schemaText: string
  /** `platform`: this program alone publishes there. */
  publisher: 'platform' | 'systems'
  state: TopicState
}>

/**
 * The code of a topic: lower case letters, digits, underline; it begins with a letter. Narrower than a part of an X-Road
 * identifier, because the subjects of NATS carry it too.
 */
export const isTopicCode = (text: string): boolean => /^[a-z][a-z0-9_]{0,39}$/.test(text)
