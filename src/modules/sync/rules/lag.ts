/** What of a destination its health is judged by. Seconds; null: nothing waits, or it was never so. */
export type Standing = Readonly<{
  oldestWaitingSeconds: number | null
  needAPerson: number
  isHeld: boolean
  failures: number
}>

/** `behind`: what is older than ten minutes has not arrived; `stuck`: a message waits for a person. */
export type Health = 'fine' | 'held' | 'away' | 'behind' | 'stuck'

/** What was done is told within ten minutes (NĐ 63/2024/NĐ-CP Đ7 k4). */
export const longestLagSeconds = 600

/** How a destination stands, the worst first. */
export function judgeStanding({ oldestWaitingSeconds, needAPerson, isHeld, failures }: Standing): Health {
  if (isHeld) return 'held'
  if ((oldestWaitingSeconds ?? 0) > longestLagSeconds) return 'behind'
  if (failures > 0) return 'away'
  return needAPerson > 0 ? 'stuck' : 'fine'
}
