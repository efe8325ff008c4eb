import { requestProblem } from './errors.ts'

type Waiting<Item, Result> = { item: Item; done: (result: Result) => void; failed: (error: unknown) => void }

export type GroupCommit<Item, Result> = (item: Item) => Promise<Result>

type GroupLimits = Readonly<{ maxItems?: number; maxInFlight?: number; maxWaiting?: number }>

/** SQLSTATE classes 22 (a value that cannot be read) and 23 (a constraint): the fault of an item, not of the database. */
const isFaultOfItem = (error: unknown): boolean =>
  /^2[23]\w{3}$/.test(String((error as { code?: unknown } | null)?.code))

function refuse(group: readonly Pick<Waiting<unknown, unknown>, 'failed'>[], error: unknown): void {
  for (const { failed } of group) failed(error)
}

/**
 * Gathers what arrives while the database is still writing the one before, and writes it together: one statement, one
 * sync of the disk, for up to `maxItems`. Each caller is answered only after its own item is durable. Nothing waits
 * for a timer: an item that comes alone is written at once. When a group fails for what is in it, its items are written
 * one by one, so a bad one cannot take the others with it; when the database fails, all are told at once. Where more
 * than `maxWaiting` wait already, the next is refused as `unavailable`.
 */
export function makeGroupCommit<Item, Result>(
  write: (items: readonly Item[]) => Promise<readonly Result[]>,
  { maxItems = 64, maxInFlight = 2, maxWaiting = 10_000 }: GroupLimits = {},
): GroupCommit<Item, Result> {
  const waiting: Waiting<Item, Result>[] = []
  let inFlight = 0

  async function writeGroup(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await write(group.map(({ item }) => item))
      for (const [index, { done }] of group.entries()) done(results[index] as Result)
    } catch (error) {
      if (group.length > 1 && isFaultOfItem(error)) await writeSingly(group)
      else refuse(group, error)
    }
  }

  async function writeSingly(group: readonly Waiting<Item, Result>[]): Promise<void> {
    for (const [index, one] of group.entries()) {
      const outage = await writeOne(one)
      if (outage !== null) return refuse(group.slice(index + 1), outage)
    }
  }

  /** Answers what the others will meet as well, or null. */
  async function writeOne({ item, done, failed }: Waiting<Item, Result>): Promise<unknown> {
    try {
      const [result] = await write([item])
      done(result as Result)
      return null
    } catch (error) {
      failed(error)
      return isFaultOfItem(error) ? null : error
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
      if (waiting.length >= maxWaiting) throw requestProblem('unavailable')
      waiting.push({ item, done, failed })
      // Requests that were read from the network in the same turn join the same group.
      if (waiting.length === 1) setImmediate(pump)
    })
}
