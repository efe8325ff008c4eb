import type { Temporal } from 'temporal-polyfill'
import type { JudgeOptions, VerificationReport } from './report.ts'

/** A PDF is looked at as a whole, and stays below 300 MB of memory. */
const mostJudgedPdfBytes = 64 * 1024 * 1024

/**
 * What the signatures of a PDF are worth, and what was changed after them (ETSI EN 319 102-1, EN 319 142-1). Never throws
 * for what stands in the file: one that cannot be read is `unreadable`, one above `mostJudgedPdfBytes` is not looked at.
 */
export async function verifyPdf(bytes: Uint8Array, options: JudgeOptions): Promise<VerificationReport> {
  if (bytes.length > mostJudgedPdfBytes) return await tooLarge(bytes, 'application/pdf', options.at)
  const { judgePdf } = await import('./judge-pdf.ts')
  return await judgePdf(bytes, options)
}

/**
 * What the signatures of an XML file are worth (XMLDSig, XAdES: ETSI EN 319 132-1). Never throws for what stands in the
 * file; a signature that does not cover the whole file is invalid.
 */
export async function verifyXml(bytes: Uint8Array, options: JudgeOptions): Promise<VerificationReport> {
  if (bytes.length > mostJudgedXmlBytes) return await tooLarge(bytes, 'application/xml', options.at)
  const { judgeXml } = await import('./judge-xml.ts')
  return await judgeXml(bytes, options)
}

/** XML is held as a tree, which takes many times its size. */
const mostJudgedXmlBytes = 8 * 1024 * 1024

/** The report on a file that is too large to be judged: its hash and size, and the finding `too_large_to_judge`. */
async function tooLarge(
  bytes: Uint8Array,
  mediaType: VerificationReport['mediaType'],
  at: Temporal.Instant,
): Promise<VerificationReport> {
  const { createHash } = await import('node:crypto')
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    sizeBytes: bytes.length,
    mediaType,
    verdict: 'unreadable',
    judgedAt: at,
    signatures: [],
    changes: [],
    findings: [{ code: 'too_large_to_judge', weight: 'grave' }],
  }
}
