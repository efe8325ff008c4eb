import type { Temporal } from 'temporal-polyfill'
import type { Person, Submission } from '#modules/dossiers'

/** A dossier that somebody filed at another system for an agency of ours, as that system hands it on. */
export type FiledDossier = Readonly<{
  /** Its code there: the same dossier comes under the same code, however often. */
  code: string
  /** The account there of who filed it. */
  account: string | null
  /** When it was filed there; left out: it was not said. Nothing here is counted from it: our time begins when it comes. */
  filedAt?: Temporal.Instant | null
  procedure: string
  /** The agency it is for; '' when none is named. */
  agencyCode: string
  /** Who filed it, identified by that system. */
  applicant: Person
  owner: Submission['owner']
  /** In whose name it is, `unknown` when what is said is on no list; left out: a citizen's. */
  ownerKind?: 'citizen' | 'enterprise' | 'state_agency' | 'organisation' | 'unknown'
  answers: Submission['answers']
  papers: readonly FiledPaper[]
}>

/**
 * `component`: its code or key in the procedure. `resultCode`: of which result of another procedure it is, when that is said.
 * `elsewhere`: where it is said to lie, when that is a place from which nothing is fetched, '' when no place is said; else null.
 * `fetch` throws when it cannot be had now.
 */
export type FiledPaper = Readonly<{
  component: string
  name: string
  sha256: string | null
  resultCode: string | null
  elsewhere: string | null
  fetch: () => Promise<Uint8Array>
}>

/** What came, as JSON: kept as it is. */
export type FiledContent = Readonly<{ code: string; content: Readonly<Record<string, unknown>> }>

/** What that system is told of what it handed on. `held`: it is not a dossier here yet, and nothing is decided. */
export type FilingAnswer = Readonly<{
  code: string
  kind: 'held' | 'refused'
  sentence: string
  officerName: string | null
  at: Temporal.Instant
  content: FiledContent['content']
}>

/** A system at which people file dossiers that are for us. */
export type FiledSource = Readonly<{
  /** The code of the same system as a destination: it is told of these under its own code for them. */
  code: string
  /** What was filed and not heard of since, each as it came. Throws when it is away. */
  listFiled: () => Promise<readonly FiledContent[]>
  /** What came, in our words; `unreadable` says which part is not as it was agreed. */
  readFiled: (content: FiledContent['content']) => FiledDossier | Readonly<{ unreadable: string }>
  /** Tells it what became of one. `refused`: it will not hear it, and says why. Throws when it is away. */
  answerFiled: (answer: FilingAnswer) => Promise<'taken' | Readonly<{ refused: string }>>
}>
