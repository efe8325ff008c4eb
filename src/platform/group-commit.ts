type Waiting<Item, Result> = { item: Item; done: (result: Result) => void; failed: (error: unknown) => void }

export type GroupCommit<Item, Result> = (item: Item) => Promise<Result>

/**
 * Gathers what arrives while the database is still writing the one before, and writes it together: one statement, one
 * sync of the disk, for up to `maxItems`. Each caller is answered only after its own item is durable. Nothing waits
 * for a timer: an item that comes alone is written at once. When a group fails, its items are written one by one, so
 * a bad one cannot take the others with it.
 */
export function makeGroupCommit<Item, Result>(
  write: (items: readonly Item[]) => Promise<readonly Result[]>,
  { maxItems = 64, maxInFlight = 2 }: Readonly<{ maxItems?: number; maxInFlight?: number }> = {},
): GroupCommit<Item, Result> {
  const waiting: Waiting<Item, Result>[] = []
  let inFlight = 0

  async function writeGroup(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await write(group.map(({ item }) => item))
      for (const [index, { done }] of group.entries()) done(results[index] as Result)
    } catch (error) {
      if (group.length === 1) group[0]?.failed(error)
      else for (const one of group) await writeGroup([one])
    }
  }

  function pump(): void {
    while (inFlight < maxInFlight && waiting.length > 0) {
      inFlight += 1
      void writeGroup(waiting.splice(0, maxItems)).finally(() => {
        inFlight -= 1
        pump()
      })
    }
  }

  return (item) =>
    new Promise((done, failed) => {
      waiting.push({ item, done, failed })
      // Requests that were read from the network in the same turn join the same group.
      if (waiting.length === 1) setImmediate(pump)
    })
}
