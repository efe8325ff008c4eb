/** What a check of health saw: a sentence for those who run the system, without personal data. */
export type Finding = Readonly<{
  check: string
  ok: boolean
  found: string
  /** It is to be looked after, and no reason to send nobody here any more: another server would find the same. */
  warning?: string | null
}>

/** Looks whether a part of the system does what it is there for. `upSeconds`: how long the asking process has been up. */
export type HealthCheck = (upSeconds: number) => Promise<Finding>
