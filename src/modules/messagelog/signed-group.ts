import { type KeyObject, sign } from 'node:crypto'
import { linkOf, rootAlong, treeOf } from './hash-tree.ts'
import { writeGroupText } from './rules/entry-text.ts'

/** Entries that were signed together, and the way from the link of one of them to the root that is signed. */
export type SignedGroup = Readonly<{ firstEntry: number; lastEntry: number; path: Buffer }>

/** What proves an entry; `group` null: the signature is over its text alone. */
export type Signed = Readonly<{ signature: Buffer; group: SignedGroup | null }>

const signText = (key: KeyObject, text: string): Buffer => sign(null, Buffer.from(text), key)

/** One signature for all: over the root of the tree of their links, given in the order of the chain from `firstEntry` on. */
export function signGroup(key: KeyObject, firstEntry: number, links: readonly string[]): Signed[] {
  const lastEntry = firstEntry + links.length - 1
  const tree = treeOf(links)
  const signature = signText(key, writeGroupText({ firstEntry, lastEntry, root: tree.root }))
  return links.map((_, index) => ({
    signature,
    group: { firstEntry, lastEntry, path: tree.pathOf(index) },
  }))
}

/** A signature for each text. */
export const signAlone = (key: KeyObject, text: string): Signed => ({
  signature: signText(key, text),
  group: null,
})

/** What the signature of an entry with this text is over; null when its path leads nowhere. */
export function signedTextOf(
  text: string,
  { number, group }: Readonly<{ number: number; group: SignedGroup | null }>,
): string | null {
  if (!group) return text
  const { firstEntry, lastEntry, path } = group
  const place = { index: number - firstEntry, count: lastEntry - firstEntry + 1, path }
  const root = rootAlong(linkOf(text), place)
  return root && writeGroupText({ firstEntry, lastEntry, root })
}
