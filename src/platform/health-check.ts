/** What a check of health saw: a sentence for those who run the system, without personal data. */
export type Finding = Readonly<{ check: string; ok: boolean; found: string }>

/** Looks whether a part of the system does what it is there for. `upSeconds`: how long the asking process has been up. */
export type HealthCheck = (upSeconds: number) => Promise<Finding>
