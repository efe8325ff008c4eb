/** A stretch of the log that was read, from its first entry to its last. */
export type Stretch = Readonly<{ firstEntry: number; lastEntry: number }>

/**
 * Of readings, newest first, those that tell how the log stands: each says something of a stretch that nothing newer has read
 * again. A long log is read in portions, night by night, so a fault lasts until its own portion is read anew. The newest counts
 * always, for it has also looked at the end of the log.
 */
export function listValid<Reading extends Stretch>(newestFirst: readonly Reading[]): Reading[] {
  let read: readonly Stretch[] = []
  return newestFirst.filter((reading, at) => {
    const isReadAgain = read.some(
      ({ firstEntry, lastEntry }) => firstEntry <= reading.firstEntry && reading.lastEntry <= lastEntry,
    )
    read = join(read, reading)
    return at === 0 || !(isReadAgain || reading.lastEntry < reading.firstEntry)
  })
}

/** Stretches that touch become one. */
function join(read: readonly Stretch[], { firstEntry, lastEntry }: Stretch): readonly Stretch[] {
  if (lastEntry < firstEntry) return read
  const touches = (one: Stretch) => one.firstEntry <= lastEntry + 1 && firstEntry <= one.lastEntry + 1
  const joined = [{ firstEntry, lastEntry }, ...read.filter(touches)]
  return [
    ...read.filter((one) => !touches(one)),
    {
      firstEntry: Math.min(...joined.map((one) => one.firstEntry)),
      lastEntry: Math.max(...joined.map((one) => one.lastEntry)),
    },
  ]
}
