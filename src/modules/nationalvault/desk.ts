import type { PaperExaminer } from '#modules/papers'
import type { RegisterDesk } from '#modules/registers'
import type { NationalVault } from './ports.ts'

/** The name under which look-ups in the national vault are on record. */
export const vaultRegister = 'national_vault'

/** Where the national vault is asked from. */
export type VaultDesk = Readonly<{
  /** Null: it is not connected, and nothing of it is shown. */
  vault: NationalVault | null
  /** Its record of look-ups, its limit for each account, and its rest while the vault keeps failing. */
  registers: RegisterDesk
  /** Judges the signatures of what was fetched, and keeps the report. */
  judge: PaperExaminer
}>
