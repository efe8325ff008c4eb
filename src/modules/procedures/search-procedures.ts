import type { Db } from '#platform/db'
import { unknownCursor } from '#platform/list-place'
import { foldForSearch } from '#platform/search-text'
import { procedureProblem } from './errors.ts'
import {
  listAlike,
  listByWords,
  listLines,
  type Position,
  type ProcedureLine,
  type RankedLine,
} from './repository-search.ts'
import { searchWords, wordQuery } from './rules/search-words.ts'

export type SearchInput = Readonly<{
  /** As people type it: with or without marks, in any order. Empty: every procedure, by code. */
  text?: string | undefined
  field?: string | undefined
  /** 1 to 100. */
  limit: number
  cursor?: string | undefined
}>

export type SearchPage = Readonly<{
  lines: readonly ProcedureLine[]
  /** Give it back to get the next page; null: this was the last. */
  nextCursor: string | null
  /** Nothing holds all the words: these are the closest. */
  alike: boolean
}>

const longestText = 200

/** Finds procedures, best first. Throws `procedures.bad_cursor`. */
export async function searchProcedures(db: Db, input: SearchInput): Promise<SearchPage> {
  const limit = Math.min(Math.max(Math.trunc(input.limit), 1), 100)
  const from = input.cursor ? readCursor(input.cursor) : null
  const words = searchWords(foldForSearch((input.text ?? '').slice(0, longestText)))
  if (words.length === 0) {
    if (foldForSearch(input.text ?? '') !== '' || (input.text ?? '').trim() !== '') return nothing
    return toPage(await listLines(db, input.field ?? null, limit + 1, from), limit)
  }
  const found = await listByWords(db, wordQuery(words), limit + 1, from)
  if (found.length > 0 || from) return toPage(found, limit)
  const lines = await listAlike(db, words.join(' '), limit)
  return { lines: lines.map(withoutRank), nextCursor: null, alike: lines.length > 0 }
}

const nothing: SearchPage = { lines: [], nextCursor: null, alike: false }

const withoutRank = ({ rank: _, ...line }: RankedLine): ProcedureLine => line

function toPage(found: readonly RankedLine[], limit: number): SearchPage {
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  const nextCursor = found.length > limit && last ? writeCursor(last) : null
  return { lines: shown.map(withoutRank), nextCursor, alike: false }
}

const writeCursor = ({ rank, code }: Position): string =>
  Buffer.from(JSON.stringify([rank, code])).toString('base64url')

function readCursor(cursor: string): Position {
  try {
    const [rank, code] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[]
    if (
      Number.isInteger(rank) &&
      Math.abs(rank as number) < 2 ** 31 &&
      typeof code === 'string' &&
      isPlain(code)
    ) {
      return { rank: rank as number, code }
    }
  } catch {
    // A cursor that cannot be read is answered below.
  }
  throw procedureProblem('procedures.bad_cursor', unknownCursor)
}

/** A code holds no zero character, which PostgreSQL does not take. */
const isPlain = (code: string): boolean => code.length <= 40 && !code.includes('\0')
