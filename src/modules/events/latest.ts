import type { Subscriber } from './ports.ts'
import { saveLatest } from './repository-latest.ts'

/** Remembers for each key of a topic what was told last; the page of the topic shows it. */
export const followLatest = (topic: string): Subscriber => ({
  name: `latest_${topic}`,
  topic,
  handle: saveLatest,
})
