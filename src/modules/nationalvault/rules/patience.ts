const firstSeconds = 5
const longestSeconds = 300
/** A vault that is away is asked with one push at least so often: what waits goes soon after it is back. */
const longestQuietSeconds = 60

/** Doubled each time. Half of it is chance (`chance` in [0, 1)), so that what failed together does not come back together. */
function grown(tries: number, longest: number, chance: number): number {
  const seconds = Math.min(longest, firstSeconds * 2 ** Math.min(Math.max(tries - 1, 0), 20))
  return seconds / 2 + (seconds / 2) * chance
}

/** Seconds until a result is told again after `tries` failures: five minutes at the most. */
export const secondsToNextTry = (tries: number, chance: number): number => grown(tries, longestSeconds, chance)

/** Seconds until the vault is asked again after `failures` calls in a row without an answer. */
export const secondsOfQuiet = (failures: number, chance: number): number =>
  grown(failures, longestQuietSeconds, chance)

/** From here on what waits counts as late for those who run the system. */
export const mostWaitSeconds = 1800
