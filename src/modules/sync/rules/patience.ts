/** How long to wait between tries, in seconds: doubled each time, to five minutes at the most. */
const firstSeconds = 2
const longestSeconds = 300
/** A destination that is away is asked with one message at least so often: it is told again soon after it is back. */
const longestQuietSeconds = 30
/** How long one message may fail, while others arrive, before a person has to look at it. */
const patienceSeconds = 3600

const grown = (tries: number, longest: number): number =>
  Math.min(longest, firstSeconds * 2 ** Math.min(Math.max(tries - 1, 0), 20))

/** Half of it is certain, half is chance, so that what failed together does not come back together. */
const shaken = (seconds: number, chance: number): number => seconds / 2 + (seconds / 2) * chance

/** Seconds until a message is tried again that has failed `tries` times. `chance` is in [0, 1). */
export const secondsToNextTry = (tries: number, chance: number): number =>
  shaken(grown(tries, longestSeconds), chance)

/** Seconds until a destination is asked again that has not answered `rounds` times in a row. */
export const secondsOfQuiet = (rounds: number, chance: number): number =>
  shaken(grown(rounds, longestQuietSeconds), chance)

/** A failing message is given up only where others arrive: an outage gives up nothing, however long it lasts. */
export const isGivenUp = (failing: Readonly<{ seconds: number; othersArrive: boolean }>): boolean =>
  failing.othersArrive && failing.seconds >= patienceSeconds
