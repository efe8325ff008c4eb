import type { ClassItem, Pattern, PatternAtom } from './pattern.ts'

/** A number between 0 and 1, as `Math.random` gives it; the same seed gives the same row. */
export type Chance = () => number

/** A row of chances from a seed (mulberry32). */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const pick = <Item>(items: readonly Item[], chance: Chance): Item | undefined =>
  items[Math.floor(chance() * items.length)]

/** A text that a pattern accepts, of about `wanted` letters where it leaves the length open. */
export function sampleText(ways: readonly Pattern[], wanted: number, chance: Chance): string {
  const way = pick(ways, chance) ?? []
  const fixed = way.reduce((sum, { least }) => sum + least, 0)
  let room = Math.max(0, wanted - fixed)
  return way
    .map(({ atom, least, most }) => {
      const extra = Math.min(room, most - least)
      room -= extra
      return Array.from({ length: least + extra }, () => sampleAtom(atom, chance)).join('')
    })
    .join('')
}

function sampleAtom(atom: PatternAtom, chance: Chance): string {
  if (atom.kind === 'letter') return atom.letter
  if (atom.kind === 'group') return sampleText(atom.ways, 1, chance)
  if (atom.not) return candidates.find((letter) => !isIn(letter, atom.items)) ?? ''
  const item = pick(atom.items, chance)
  if (!item) return ''
  if (!('named' in item)) return between(item.from, item.to, chance)
  return pick(named(item.named), chance) ?? ''
}

const candidates = [...'aA1 -.,;áĐ/']

const between = (from: string, to: string, chance: Chance): string => {
  const [low, high] = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0]
  return String.fromCodePoint(low + Math.floor(chance() * (high - low + 1)))
}

const digits = [...'0123456789']
const letters = [...'anhtinghoaminh']
const named = (name: string): readonly string[] =>
  ({
    d: digits,
    D: ['a'],
    w: letters,
    W: ['-'],
    s: [' '],
    S: letters,
    'p{N}': digits,
    'p{Nd}': digits,
    'p{M}': ['\u0300'],
    'p{Lu}': ['A', 'Đ'],
  })[name] ?? (name.startsWith('p{L') ? letters : candidates)

const isIn = (letter: string, items: readonly ClassItem[]): boolean =>
  items.some((item) =>
    'named' in item
      ? new RegExp(`^\\${item.named}$`, 'u').test(letter)
      : letter >= item.from && letter <= item.to,
  )
