/** `list` gives what is due, the longest first, and never again what `one` has had. `one`: false when it got no answer. */
export type Work<Row> = Readonly<{
  list: (most: number) => Promise<readonly Row[]>
  one: (row: Row) => Promise<boolean>
}>

const portion = 100
const enoughFailures = 3
const longestMs = 30_000

/**
 * Does what is due at a system outside, portion by portion for as long as it gets on: until nothing is left, three in a row
 * got no answer, or the time is over. What is left is for the next run.
 */
export async function workThrough<Row>({ list, one }: Work<Row>, runMs = longestMs): Promise<void> {
  const begunMs = performance.now()
  let failures = 0
  for (;;) {
    const rows = await list(portion)
    for (const row of rows) {
      failures = (await one(row)) ? 0 : failures + 1
      if (failures === enoughFailures || performance.now() - begunMs > runMs) return
    }
    if (rows.length < portion) return
  }
}
