import { hash } from 'node:crypto'

/** The link of an entry, in hex: the hash of its text, which holds the link before it. */
export const linkOf = (text: string): string => hash('sha256', text, 'hex')

const hashBytes = 32

/** Of what is hashed now; nothing waits between its filling and its hashing. */
const leafText = Buffer.alloc(1 + hashBytes)
const nodeText = Buffer.alloc(1 + 2 * hashBytes)
leafText[0] = 0
nodeText[0] = 1

// RFC 6962 §2.1: a leaf and an inner node never hash alike, so that no path can be cut short.
function leafOf(link: string): Buffer {
  if (leafText.write(link, 1, 'hex') !== hashBytes) throw new RangeError('a link has 64 hexadecimal digits')
  return hash('sha256', leafText, 'buffer')
}

function nodeOf(left: Buffer, right: Buffer): Buffer {
  left.copy(nodeText, 1)
  right.copy(nodeText, 1 + hashBytes)
  return hash('sha256', nodeText, 'buffer')
}

/** A Merkle tree: its root in hex, and the neighbours from a leaf up to it, 32 bytes each. */
export type HashTree = Readonly<{ root: string; pathOf: (index: number) => Buffer }>

/**
 * The Merkle tree over links (hex); a node without a neighbour goes up as it is. With the path of a link that link alone
 * proves that it stands in the tree.
 */
export function treeOf(links: readonly string[]): HashTree {
  const levels = levelsOf(links)
  return {
    root: levels.at(-1)?.[0]?.toString('hex') ?? '',
    pathOf(index) {
      const path: Buffer[] = []
      let at = index
      for (const level of levels) {
        const neighbour = level[at ^ 1]
        if (neighbour) path.push(neighbour)
        at >>= 1
      }
      return Buffer.concat(path)
    },
  }
}

/** The levels of a tree, from its leaves to its root. */
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

function join(left: Buffer | undefined, right: Buffer | undefined): Buffer {
  if (!left) throw new RangeError('a node without a left half')
  return right ? nodeOf(left, right) : left
}

/** The root that a link at `index` of `count` comes to along a path; null when the path has not the right length. */
export function rootAlong(
  link: string,
  { index, count, path }: Readonly<{ index: number; count: number; path: Buffer }>,
): string | null {
  if (index < 0 || index >= count) return null
  let node = leafOf(link)
  let taken = 0
  for (let at = index, width = count; width > 1; at >>= 1, width = Math.ceil(width / 2)) {
    if (at % 2 === 0 && at === width - 1) continue
    const neighbour = path.subarray(taken, taken + hashBytes)
    if (neighbour.length < hashBytes) return null
    taken += hashBytes
    node = at % 2 === 0 ? nodeOf(node, neighbour) : nodeOf(neighbour, node)
  }
  return taken === path.length ? node.toString('hex') : null
}

/** A path as a package writes it: each neighbour in hex. */
export const writePath = (path: Buffer): string[] =>
  Array.from({ length: path.length / hashBytes }, (_, step) =>
    path.toString('hex', step * hashBytes, (step + 1) * hashBytes),
  )

/** And back. */
export const readPath = (written: readonly string[]): Buffer => Buffer.from(written.join(''), 'hex')
