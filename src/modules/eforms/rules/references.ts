/** What an expression asks for: an answer of the form (`child.fullName`), a field of its own row, or something else. */
export type References = Readonly<{ answers: readonly string[]; row: readonly string[]; vague: boolean }>

const inQuotes = /"(?:[^"\\]|\\.)*"/g

/**
 * The answers that a FEEL expression names. `vague`: it asks for `answers` or `row` without saying which of them, so that
 * nobody can tell what it depends on.
 */
export function listReferences(source: string): References {
  const text = source.replace(inQuotes, '""')
  const answers = [...text.matchAll(/(?<![\w.])answers\s*\.\s*(\w+)\s*\.\s*(\w+)/g)].map(
    ([, step, field]) => `${step}.${field}`,
  )
  const row = [...text.matchAll(/(?<![\w.])row\s*\.\s*(\w+)/g)].map(([, field]) => field ?? '')
  const asked = [...text.matchAll(/(?<![\w.])(?:answers|row)\b/g)].length
  return {
    answers: [...new Set(answers)],
    row: [...new Set(row)],
    vague: asked > answers.length + row.length,
  }
}

/** Something that is settled after what it needs. */
export type Dependent = Readonly<{ path: string; needs: readonly string[] }>

/**
 * The order in which things can be settled: each after what it needs, otherwise as given. `circle`: the paths that wait
 * for each other; they come last. What is needed and does not exist holds nothing up.
 */
export function sortByNeeds<Item extends Dependent>(
  items: readonly Item[],
): Readonly<{ order: readonly Item[]; circle: readonly string[] }> {
  const exists = new Set(items.map(({ path }) => path))
  const settled = new Set<string>()
  const order: Item[] = []
  let waiting = [...items]
  while (waiting.length > 0) {
    const ready = waiting.filter(({ needs }) => needs.every((need) => settled.has(need) || !exists.has(need)))
    if (ready.length === 0) return { order: [...order, ...waiting], circle: waiting.map(({ path }) => path) }
    for (const item of ready) settled.add(item.path)
    order.push(...ready)
    waiting = waiting.filter((item) => !ready.includes(item))
  }
  return { order, circle: [] }
}
