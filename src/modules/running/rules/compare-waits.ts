/** As much of a wait as names it: a token is at a node once. */
type Named = Readonly<{ token: number; node: string }>

const nameOf = ({ token, node }: Named): string => `${token} ${node}`

/** What is waited for now and was not before, and the other way round. */
export function compareWaits<Wait extends Named>(
  before: readonly Wait[],
  after: readonly Wait[],
): Readonly<{ opened: Wait[]; closed: Wait[] }> {
  const known = new Set(before.map(nameOf))
  const now = new Set(after.map(nameOf))
  return {
    opened: after.filter((wait) => !known.has(nameOf(wait))),
    closed: before.filter((wait) => !now.has(nameOf(wait))),
  }
}
