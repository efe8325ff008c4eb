import type { Readable } from 'node:stream'
import type { Context } from '#platform/context'

/** A paper that has been kept, and is now looked into. */
export type ExaminedPaper = Readonly<{ paperId: string; sha256: string; mediaType: string }>

/**
 * Looks into a paper after it was received, e.g. at its signatures. Wired by `app.ts`; may be asked twice for the same
 * paper, and is asked again later when it throws.
 */
export type PaperExaminer = (context: Context, paper: ExaminedPaper) => Promise<void>

/** Looks for malware. Throws when the scanner is away or cannot look into this content: then nothing is known of it. */
export type MalwareScanner = Readonly<{
  scan: (content: Readable) => Promise<Readonly<{ clean: true } | { clean: false; finding: string }>>
}>
