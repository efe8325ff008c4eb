/** A part of a pattern and how often it stands. */
export type PatternPart = Readonly<{ atom: PatternAtom; least: number; most: number }>
export type PatternAtom =
  | Readonly<{ kind: 'letter'; letter: string }>
  | Readonly<{ kind: 'class'; not: boolean; items: readonly ClassItem[] }>
  | Readonly<{ kind: 'group'; ways: readonly Pattern[] }>
export type Pattern = readonly PatternPart[]
/** One letter, a span of letters, or a named class such as `d`, `p{L}`. */
export type ClassItem = Readonly<{ from: string; to: string }> | Readonly<{ named: string }>

/** What a form may write in `pattern` and this cannot read is refused: nobody could say how long it runs. */
export class PatternError extends Error {}

const mostRepeated = 1000

type Cursor = { readonly letters: readonly string[]; at: number }

/** Reads a pattern: letters, classes, groups, alternatives and counts between `^` and `$`. Throws `PatternError`. */
export function readPattern(source: string): readonly Pattern[] {
  const cursor = { letters: [...source.replace(/^\^/, '').replace(/(?<!\\)\$$/, '')], at: 0 }
  const ways = readWays(cursor)
  if (cursor.at < cursor.letters.length) fail('a group that was not opened')
  return ways
}

const peek = ({ letters, at }: Cursor): string | undefined => letters[at]

function take(cursor: Cursor): string {
  const letter = cursor.letters[cursor.at] ?? fail('it ends too early')
  cursor.at += 1
  return letter
}

function readWays(cursor: Cursor): Pattern[] {
  const ways: Pattern[] = [readSequence(cursor)]
  while (peek(cursor) === '|') {
    take(cursor)
    ways.push(readSequence(cursor))
  }
  return ways
}

function readSequence(cursor: Cursor): Pattern {
  const parts: PatternPart[] = []
  while (!['|', ')', undefined].includes(peek(cursor))) parts.push(readCount(cursor, readAtom(cursor)))
  return parts
}

function readAtom(cursor: Cursor): PatternAtom {
  const letter = take(cursor)
  if (letter === '(') return readGroup(cursor)
  if (letter === '[') return readSet(cursor)
  if (letter === '.') return { kind: 'class', not: true, items: [{ from: '\n', to: '\n' }] }
  if (letter === '\\') return readEscape(cursor)
  if ('^$*+?{}]'.includes(letter)) fail(`an unexpected ${letter}`)
  return { kind: 'letter', letter }
}

function readGroup(cursor: Cursor): PatternAtom {
  if (peek(cursor) === '?') {
    take(cursor)
    if (take(cursor) !== ':') fail('a look around or a named group')
  }
  const ways = readWays(cursor)
  if (take(cursor) !== ')') fail('a group that does not end')
  return { kind: 'group', ways }
}

function readEscape(cursor: Cursor): PatternAtom {
  const item = readEscapedItem(cursor)
  return 'named' in item ? { kind: 'class', not: false, items: [item] } : { kind: 'letter', letter: item.from }
}

function readEscapedItem(cursor: Cursor): ClassItem {
  const letter = take(cursor)
  if (letter === 'p' || letter === 'P') return { named: `${letter}${readName(cursor)}` }
  if ('dDwWsS'.includes(letter)) return { named: letter }
  const plain = { n: '\n', t: '\t', r: '\r' }[letter] ?? letter
  if (/[a-zA-Z0-9]/.test(plain)) fail(`\\${letter}`)
  return { from: plain, to: plain }
}

function readName(cursor: Cursor): string {
  let name = take(cursor)
  if (name !== '{') fail('a class without a name')
  while (!name.endsWith('}')) name += take(cursor)
  return name
}

function readSet(cursor: Cursor): PatternAtom {
  const not = peek(cursor) === '^'
  if (not) take(cursor)
  const items: ClassItem[] = []
  while (peek(cursor) !== ']') items.push(readSpan(cursor))
  take(cursor)
  return { kind: 'class', not, items }
}

function readSpan(cursor: Cursor): ClassItem {
  const item = readClassItem(cursor)
  const isSpan = peek(cursor) === '-' && cursor.letters[cursor.at + 1] !== ']'
  if ('named' in item || !isSpan) return item
  take(cursor)
  const end = readClassItem(cursor)
  return 'named' in end ? fail('a span to a class') : { from: item.from, to: end.from }
}

function readClassItem(cursor: Cursor): ClassItem {
  const letter = take(cursor)
  return letter === '\\' ? readEscapedItem(cursor) : { from: letter, to: letter }
}

const signs: Readonly<Record<string, Readonly<{ least: number; most: number }>>> = {
  '*': { least: 0, most: Infinity },
  '+': { least: 1, most: Infinity },
  '?': { least: 0, most: 1 },
}

function readCount(cursor: Cursor, atom: PatternAtom): PatternPart {
  const sign = peek(cursor) ?? ''
  const count = sign === '{' ? readBraces(cursor) : signs[sign]
  if (count && sign !== '{') take(cursor)
  if (count && '?+*'.includes(peek(cursor) ?? ' ')) fail('a count of a count')
  return { atom, ...(count ?? { least: 1, most: 1 }) }
}

function readBraces(cursor: Cursor): Readonly<{ least: number; most: number }> {
  const ahead = cursor.letters.slice(cursor.at, cursor.at + 12).join('')
  const [whole, low, comma, high] = /^\{(\d{1,4})(,(\d{1,4})?)?\}/.exec(ahead) ?? fail('a count')
  cursor.at += whole.length
  const least = Number(low)
  const most = comma && high === undefined ? Infinity : Number(high ?? low)
  if (least > mostRepeated || most < least) fail(`a count of ${whole}`)
  return { least, most }
}

function fail(reason: string): never {
  throw new PatternError(reason)
}

const openEnded = 10

/**
 * Why a pattern may take endless time on a short text; null where it may not. A part that is repeated without end holds
 * no choice and no repetition of its own, and at most three such parts follow each other.
 */
export function judgePattern(ways: readonly Pattern[]): string | null {
  if (ways.some((way) => way.filter(({ most }) => most > openEnded && most === Infinity).length > 3))
    return 'more than three parts without end'
  for (const { atom, most } of ways.flat()) {
    if (atom.kind !== 'group') continue
    const isRepeated = most > openEnded
    if (isRepeated && (atom.ways.length > 1 || atom.ways.flat().some((part) => part.most > part.least)))
      return 'a repetition inside a repetition'
    const inner = judgePattern(atom.ways)
    if (inner) return inner
  }
  return null
}
