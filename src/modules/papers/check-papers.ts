import type { Context } from '#platform/context'
import type { HealthCheck } from '#platform/health-check'
import { readContentHealth } from './repository-content.ts'

type Server = Pick<Context, 'db' | 'clock' | 'files' | 'config'>

const longestWaitSeconds = 600

/** Whether kept files are whole; warns when the scanner does not scan, or files do not come to where they are kept. */
export const checkPapers =
  ({ db, clock, files, config }: Server): HealthCheck =>
  async () => {
    const { damaged, missing, quarantinedSince } = await readContentHealth(db)
    const waiting = await files.waiting()
    const unscannedSeconds =
      config.CLAMD_URL && quarantinedSince ? clock.now().since(quarantinedSince).total('seconds') : 0
    const isWhole = damaged + missing === 0
    const waits = [
      unscannedSeconds > longestWaitSeconds &&
        `a file waits for the malware scanner for ${Math.floor(unscannedSeconds / 60)} min`,
      waiting.seconds > longestWaitSeconds &&
        `${waiting.files} files wait for the object store for ${Math.floor(waiting.seconds / 60)} min`,
    ].filter((wait) => wait !== false)
    const whole = isWhole
      ? `kept files are whole, ${waiting.files} wait to be moved`
      : `${damaged} files damaged, ${missing} missing: restore them from a backup`
    const warning = waits.join('; ') || null
    return { check: 'papers', ok: isWhole, found: [whole, ...waits].join('; '), warning }
  }
