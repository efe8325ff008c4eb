import type { Context } from '#platform/context'
import type { HealthCheck } from '#platform/health-check'
import { readContentHealth } from './repository-content.ts'

type Server = Pick<Context, 'db' | 'clock' | 'files' | 'config'>

const longestWaitSeconds = 600

/** Whether kept files are whole, the scanner scans, and files come to where they are kept. */
export const checkPapers =
  ({ db, clock, files, config }: Server): HealthCheck =>
  async () => {
    const { damaged, missing, quarantinedSince } = await readContentHealth(db)
    const waiting = await files.waiting()
    const unscannedSeconds =
      config.CLAMD_URL && quarantinedSince ? clock.now().since(quarantinedSince).total('seconds') : 0
    const faults = [
      damaged + missing > 0 && `${damaged} files damaged, ${missing} missing: restore them from a backup`,
      unscannedSeconds > longestWaitSeconds &&
        `a file waits for the malware scanner for ${Math.floor(unscannedSeconds / 60)} min`,
      waiting.seconds > longestWaitSeconds &&
        `${waiting.files} files wait for the object store for ${Math.floor(waiting.seconds / 60)} min`,
    ].filter((fault) => fault !== false)
    const found = faults.join('; ') || `kept files are whole, ${waiting.files} wait to be moved`
    return { check: 'papers', ok: faults.length === 0, found }
  }
