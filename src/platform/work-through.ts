/** `list` gives what is due, the longest first, and never again what `one` has had. `one`: false when it got no answer. */
export type Work<Row> = Readonly<{
  list: (most: number) => Promise<readonly Row[]>
  one: (row: Row) => Promise<boolean>
}>

/** After so many in a row without an answer, or so long, the rest is for the next run. */
export type Patience = Readonly<{ failures?: number; runMs?: number }>

const portion = 100

/** Does what is due at a system outside, portion by portion for as long as it gets on. */
export async function workThrough<Row>(
  { list, one }: Work<Row>,
  { failures: enoughFailures = 3, runMs = 30_000 }: Patience = {},
): Promise<void> {
  const begunMs = performance.now()
  let failures = 0
  for (;;) {
    const rows = await list(portion)
    for (const row of rows) {
      failures = (await one(row)) ? 0 : failures + 1
      if (failures >= enoughFailures || performance.now() - begunMs > runMs) return
    }
    if (rows.length < portion) return
  }
}
