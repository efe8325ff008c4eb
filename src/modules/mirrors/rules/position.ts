/** Where a report stands in the order of its dossier. `sequence` is null where its system counts none. */
export type Position = Readonly<{ sequence: number | null; reportedAtMs: number; sha256: string }>

/**
 * Negative: `a` is older than `b`. The number that their system gives decides; where it gives none, its moment does. A tie
 * is two reports of one number (or moment) that say different things: the later moment counts, then the greater hash of
 * what they say. That last step is chance, but the same chance whatever came first, so a mirror never depends on the order
 * in which reports arrive; and a tie is shown to a person. Two that say the same are one report.
 */
export function comparePositions(a: Position, b: Position): number {
  const bySequence = (a.sequence ?? 0) - (b.sequence ?? 0)
  if (bySequence !== 0) return bySequence
  if (a.reportedAtMs !== b.reportedAtMs) return a.reportedAtMs - b.reportedAtMs
  if (a.sha256 === b.sha256) return 0
  return a.sha256 < b.sha256 ? -1 : 1
}

/** The newest of some reports; null when there are none. */
export const newestOf = <T extends Position>(reports: readonly T[]): T | null =>
  reports.reduce<T | null>((best, one) => (best && comparePositions(best, one) >= 0 ? best : one), null)
