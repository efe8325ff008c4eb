import type { Rotation, ScanPage } from './page.ts'
import type { Suggestion } from './suggest-fields.ts'

/** A page as it was when the copy was asked for: which picture, how turned. */
export type CopiedPage = Readonly<{ pageId: string; version: number; rotation: Rotation }>

/**
 * `waiting`: it is being made. `made`: it is there, and nobody answers for it yet. `certified`: the officer signed that it is
 * true to the original. `failed`: it could not be made. `replaced`: the paper was copied anew.
 */
export type CopyState = 'waiting' | 'made' | 'certified' | 'failed' | 'replaced'

/** Bản số hóa: one paper as one file. */
export type DigitisedCopy = Readonly<{
  id: string
  sessionId: string
  paperNumber: number
  number: number
  accountId: string
  name: string
  procedureCode: string | null
  component: string | null
  pages: readonly CopiedPage[]
  originalPages: number
  state: CopyState
  pagesRead: number
  problem: string | null
  askedAt: string
  madeAt: string | null
  paperId: string | null
  sha256: string | null
  sizeBytes: number | null
  signingProblem: string | null
  certifiedAt: string | null
  certifiedByName: string | null
  certifiedPaperId: string | null
  certifiedSha256: string | null
  usedAt: string | null
  usedReference: string | null
}>

/** A copy somebody answers for, in a dossier: what a vault may keep. `paperIds`: its file before and after signing. */
export type CertifiedCopy = Readonly<{
  copyId: string
  name: string
  paperIds: readonly string[]
  certifiedPaperId: string
  certifiedSha256: string
  dossierReference: string
  certifiedAt: string
  certifiedByName: string
  suggestions: readonly Suggestion[]
}>

/** The file that stands for the copy now: the signed one as soon as there is one. */
export const paperOf = ({ certifiedPaperId, paperId }: DigitisedCopy): string | null =>
  certifiedPaperId ?? paperId

export const toCopied = ({ id, version, rotation }: ScanPage): CopiedPage => ({ pageId: id, version, rotation })

/** Whether the pages of a paper are still those of its copy. */
export const isSameAs = (copied: readonly CopiedPage[], kept: readonly ScanPage[]): boolean =>
  JSON.stringify(copied.map(({ pageId, version, rotation }) => [pageId, version, rotation])) ===
  JSON.stringify(kept.map(({ id, version, rotation }) => [id, version, rotation]))
