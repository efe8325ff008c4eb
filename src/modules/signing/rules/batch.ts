/**
 * How one document of a batch stands. `waiting`: not yet at the provider. `signing`: the provider has its hash. `refused`: the
 * person said no. `expired`: nobody answered in time. `failed`: with a code. `cancelled`: by a person, before it was signed.
 */
export type DocumentState = 'waiting' | 'signing' | 'signed' | 'refused' | 'expired' | 'failed' | 'cancelled'

/** How one confirmation stands. `asked`: the provider was called and its answer is not known yet. */
export type TransactionState =
  | 'ready'
  | 'asked'
  | 'pending'
  | 'signed'
  | 'refused'
  | 'expired'
  | 'failed'
  | 'cancelled'

/** The levels that we reach (ETSI EN 319 142-1): bare, with a time stamp, with what later judgement needs, and sealed in time. */
export type ReachedLevel = 'B-B' | 'B-T' | 'B-LT' | 'B-LTA'

/** Whose signature: of a person who approves, or of an agency that seals. */
export type SignatureKind = 'approval' | 'seal'

/** Most documents of one batch. */
export const mostInBatch = 200

/** A document that will not change by itself any more. */
export const hasEnded = (state: DocumentState): boolean => state !== 'waiting' && state !== 'signing'

/** A document that a person may send for signing again. */
export const mayRetry = (state: DocumentState): boolean => hasEnded(state) && state !== 'signed'

/** A transaction whose outcome is still open. */
export const isOpen = (state: TransactionState): boolean =>
  state === 'ready' || state === 'asked' || state === 'pending'

export type Progress = Readonly<{ total: number; ended: number; signed: number; retriable: number }>

/** How far a batch is. */
export const calculateProgress = (states: readonly DocumentState[]): Progress => ({
  total: states.length,
  ended: states.filter(hasEnded).length,
  signed: states.filter((state) => state === 'signed').length,
  retriable: states.filter(mayRetry).length,
})

const pollSteps = [1, 1, 2, 2, 3, 5, 8, 13, 20]

/** Seconds until a provider is asked again: soon at first, while the person has the telephone in hand; then every half minute. */
export const calculatePollDelay = (polls: number): number => pollSteps[polls] ?? 30

const stampSteps = [1, 1, 2, 5, 10, 20, 30]

/** Minutes until a time stamp, or what later judgement needs, is asked for again. */
export const calculateStampDelay = (attempts: number): number => stampSteps[attempts] ?? 60

/** After about a month nobody waits for a time stamp any more. */
export const mostStampAttempts = 720

/** What is signed in one confirmation: all, or as many as the provider takes at once. */
export function splitIntoTransactions<Item>(
  items: readonly Item[],
  mostDocuments = mostInBatch,
): readonly (readonly Item[])[] {
  const size = Math.max(1, mostDocuments)
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
