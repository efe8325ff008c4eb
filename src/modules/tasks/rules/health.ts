/** What is known of the watch; seconds, null when there is no alarm, or when it never ran. */
export type WatchState = Readonly<{
  activeRules: number
  /** How long ago the alarm that has waited longest came due; negative or null: none has. */
  waitingSeconds: number | null
  ranSecondsAgo: number | null
  /** How long the asking process has been up. */
  upSeconds: number
}>

/** So long may an alarm wait, or the watch be silent, before somebody must be called. */
export const patienceSeconds = 15 * 60

/**
 * What is wrong with the watch. `alarm_waits`: an alarm came due and nobody looked. `silent`: the watch has not run for
 * as long as this process has been up to see it. Null: nothing; without an active rule nothing is to ring.
 */
export function judgeWatch(state: WatchState): 'alarm_waits' | 'silent' | null {
  if (state.activeRules === 0) return null
  if ((state.waitingSeconds ?? 0) > patienceSeconds) return 'alarm_waits'
  const silentSeconds = Math.min(state.ranSecondsAgo ?? state.upSeconds, state.upSeconds)
  return silentSeconds > patienceSeconds ? 'silent' : null
}
