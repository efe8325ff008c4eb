import type { Context } from '#platform/context'
import { judgeContent, readWhole } from './judge-file.ts'
import type { Trust } from './ports.ts'
import { findReports, saveReport } from './repository.ts'

/** A paper as it is looked at after it was received. */
type Examined = Readonly<{ sha256: string; mediaType: string }>

/**
 * Judges the signatures of a received PDF and keeps the report; pictures carry none. The same content is judged once;
 * judged again where its report is asked for.
 */
export const examineSignatures =
  (trust: Trust) =>
  async (context: Context, { sha256, mediaType }: Examined): Promise<void> => {
    if (mediaType !== 'application/pdf') return
    if ((await findReports(context.db, [sha256])).has(sha256)) return
    const content = await readWhole(context, sha256)
    if (content) await saveReport(context.db, await judgeContent(context, content, trust))
  }
