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

/** How long what is wrong with a system lasts. */
export type Lasting = Readonly<{ health: Health; failures: number; heldSeconds: number }>

/** Failures in a row that are no chance any more. */
const failuresOfAlarm = 3

/** What is held for longer may have been forgotten. */
export const longestHoldSeconds = 24 * 3600

/** Whether somebody has to be told: not of one call that failed, and not of what an administrator holds for a while. */
export const ringsFor = ({ health, failures, heldSeconds }: Lasting): boolean =>
  health === 'behind' ||
  health === 'stuck' ||
  (health === 'away' && failures >= failuresOfAlarm) ||
  (health === 'held' && heldSeconds > longestHoldSeconds)
