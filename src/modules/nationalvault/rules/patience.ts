const firstSeconds = 5
const longestSeconds = 900

/**
 * Seconds until the national vault is told again after `tries` failures: doubled each time, to a quarter of an hour. Half of
 * it is chance (`chance` in [0, 1)), so that what failed together does not come back together.
 */
export function secondsToNextTry(tries: number, chance: number): number {
  const grown = Math.min(longestSeconds, firstSeconds * 2 ** Math.min(Math.max(tries - 1, 0), 20))
  return grown / 2 + (grown / 2) * chance
}

/** From here on what waits counts as late for those who run the system. */
export const mostWaitSeconds = 1800
