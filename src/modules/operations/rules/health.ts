/** What a system outside is judged by. Seconds; null: nothing waits. */
export type Signs = Readonly<{
  isHeld: boolean
  wasCalled: boolean
  failures: number
  oldestSeconds: number | null
  needAPerson: number
}>

/** `behind`: something has waited for more than ten minutes; `stuck`: something waits for a person; `unused`: never called. */
export type Health = 'fine' | 'unused' | 'held' | 'away' | 'behind' | 'stuck'

/** What was done is told within ten minutes (NĐ 63/2024/NĐ-CP Đ7 k4); the measure for every queue. */
export const longestLagSeconds = 600

/** How a system stands, the worst first. */
export function judgeHealth({ isHeld, wasCalled, failures, oldestSeconds, needAPerson }: Signs): Health {
  if (isHeld) return 'held'
  if ((oldestSeconds ?? 0) > longestLagSeconds) return 'behind'
  if (failures > 0) return 'away'
  if (needAPerson > 0) return 'stuck'
  return wasCalled ? 'fine' : 'unused'
}

/** Failures in a row that are no chance any more. */
const failuresOfAlarm = 3

/** Whether somebody has to be told: not of one call that failed, and not of what an administrator holds. */
export const ringsFor = (health: Health, failures: number): boolean =>
  health === 'behind' || health === 'stuck' || (health === 'away' && failures >= failuresOfAlarm)
