import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import {
  findCopy,
  listCopiesByPaper,
  listCopiesOf,
  listSuggestionsOf,
  listUnused,
} from './repository-copies.ts'
import { type DigitisedCopy, paperOf } from './rules/copy.ts'
import type { Suggestion } from './rules/suggest-fields.ts'

/** A copy the counter may hand in: its paper, what it is for, and whether somebody answers for it. */
export type FinishedScan = Readonly<{
  copyId: string
  paperId: string
  name: string
  procedureCode: string | null
  component: string | null
  pages: number
  certified: boolean
  /** Its page. */
  href: string
}>

const mostOffered = 50

/** Bản số hóa chờ dùng: the copies of an officer that no dossier holds yet, newest first. */
export async function listFinishedScans(
  { db }: Pick<Context, 'db'>,
  officer: OfficerActor,
): Promise<FinishedScan[]> {
  const states = ['made', 'certified'] as const
  const copies = await listUnused(db, { accountId: officer.accountId, states, limit: mostOffered })
  return copies.flatMap((copy) => {
    const paperId = paperOf(copy)
    const { id: copyId, name, procedureCode, component, pages, state } = copy
    const about = { copyId, name, procedureCode, component, pages: pages.length, href: hrefOf(copy) }
    return paperId ? { ...about, paperId, certified: state === 'certified' } : []
  })
}

/** Where a copy is shown. */
export const hrefOf = ({ sessionId, paperNumber }: Pick<DigitisedCopy, 'sessionId' | 'paperNumber'>): string =>
  `/officer/scans/${sessionId}/papers/${paperNumber}`

/**
 * What the text of these papers proposes to a form, each with the line it stands in. Papers that are no copies propose nothing;
 * copies of another officer neither.
 */
export async function listSuggestions(
  { db }: Pick<Context, 'db'>,
  officer: OfficerActor,
  paperIds: readonly string[],
): Promise<(Suggestion & Readonly<{ paperName: string }>)[]> {
  const copies = (await listCopiesByPaper(db, paperIds)).filter(
    ({ accountId }) => accountId === officer.accountId,
  )
  const found = await listSuggestionsOf(
    db,
    copies.map(({ id }) => id),
  )
  const names = new Map(copies.map(({ id, name }) => [id, name]))
  return found.map(({ copyId, ...suggestion }) => ({ ...suggestion, paperName: names.get(copyId) ?? '' }))
}

/** The newest copy of one paper of a session, with what its text proposes; null when none was begun. */
export async function readNewestCopy(
  { db }: Pick<Context, 'db'>,
  sessionId: string,
  paperNumber: number,
): Promise<Readonly<{ copy: DigitisedCopy; suggestions: readonly Suggestion[] }> | null> {
  const copies = await listCopiesOf(db, sessionId)
  const newest = copies.find((copy) => copy.paperNumber === paperNumber)
  const copy = newest ? await findCopy(db, newest.id) : null
  return copy && { copy, suggestions: await listSuggestionsOf(db, [copy.id]) }
}
