import { createHash, hash } from 'node:crypto'

const sha256 = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** The link of an entry, in hex: the hash of its text, which holds the link before it. */
export const linkOf = (text: string): string => hash('sha256', text, 'hex')

// RFC 6962 §2.1: a leaf and an inner node never hash alike, so that no path can be cut short.
const leafOf = (link: string): Buffer => sha256(Uint8Array.of(0), Buffer.from(link, 'hex'))
const nodeOf = (left: Uint8Array, right: Uint8Array): Buffer => sha256(Uint8Array.of(1), left, right)

/** The levels of a tree, from its leaves to its root; a node without a neighbour goes up as it is. */
function levelsOf(links: readonly string[]): readonly (readonly Buffer[])[] {
  if (links.length === 0) throw new RangeError('a tree has at least one leaf')
  const levels: Buffer[][] = [links.map(leafOf)]
  for (let level = levels[0] ?? []; level.length > 1; levels.push(level)) {
    const above: Buffer[] = []
    for (let at = 0; at < level.length; at += 2) above.push(join(level[at], level[at + 1]))
    level = above
  }
  return levels
}

const join = (left: Buffer | undefined, right: Buffer | undefined): Buffer => {
  if (!left) throw new RangeError('a node without a left half')
  return right ? nodeOf(left, right) : left
}

/** The root of the Merkle tree over links (hex), in hex. */
export const rootOf = (links: readonly string[]): string => levelsOf(links).at(-1)?.[0]?.toString('hex') ?? ''

/** The neighbours (hex) from the leaf at `index` up to the root: with them one link alone proves that it stands in the tree. */
export function pathOf(links: readonly string[], index: number): readonly string[] {
  const path: string[] = []
  let at = index
  for (const level of levelsOf(links).slice(0, -1)) {
    const neighbour = level[at ^ 1]
    if (neighbour) path.push(neighbour.toString('hex'))
    at >>= 1
  }
  return path
}

/** The root that a link at `index` of `count` comes to along a path; null when the path has not the right length. */
export function rootAlong(
  link: string,
  { index, count, path }: Readonly<{ index: number; count: number; path: readonly string[] }>,
): string | null {
  if (index < 0 || index >= count) return null
  let node = leafOf(link)
  const left = [...path]
  for (let at = index, width = count; width > 1; at >>= 1, width = Math.ceil(width / 2)) {
    if (at % 2 === 0 && at === width - 1) continue
    const neighbour = left.shift()
    if (!neighbour) return null
    const other = Buffer.from(neighbour, 'hex')
    node = at % 2 === 0 ? nodeOf(node, other) : nodeOf(other, node)
  }
  return left.length === 0 ? node.toString('hex') : null
}
