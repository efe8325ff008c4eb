import { bench } from './bench.ts'
import { checkProcessCommand } from './check-process.ts'
import type { Command } from './command.ts'
import { doctor } from './doctor.ts'
import { exportPackCommand } from './export-pack.ts'
import { importHolidaysCommand } from './import-holidays.ts'
import { importPackCommand } from './import-pack.ts'
import { importProceduresCommand } from './import-procedures.ts'
import { importUnitsCommand } from './import-units.ts'
import { migrateCommand } from './migrate.ts'
import { seed } from './seed.ts'
import { serve } from './serve.ts'
import { testPacksCommand } from './test-packs.ts'
import { token } from './token.ts'
import { verifyMessageCommand } from './verify-message.ts'
import { verifySignaturesCommand } from './verify-signatures.ts'
import { worker } from './worker.ts'

/** Every command, as `--help` lists them. */
export const commands: readonly Command[] = [
  serve,
  worker,
  migrateCommand,
  seed,
  doctor,
  token,
  importProceduresCommand,
  importUnitsCommand,
  importHolidaysCommand,
  testPacksCommand,
  exportPackCommand,
  importPackCommand,
  checkProcessCommand,
  verifySignaturesCommand,
  verifyMessageCommand,
  bench,
]
