export type JudgedType = 'application/pdf' | 'application/xml'

// Readers look for the header of a PDF in the first kilobyte (ISO 32000-2, annex I of earlier practice).
const headerWithin = 1024

/** What kind of signed file the first bytes are of; null when it can carry no signature we know. */
export function judgedTypeOf(head: Uint8Array): JudgedType | null {
  const text = Buffer.from(head.subarray(0, headerWithin)).toString('latin1')
  if (text.includes('%PDF-')) return 'application/pdf'
  const start = text.replace(/^(?:\xef\xbb\xbf|\s)+/, '')
  return /^<(?:\?xml|[A-Za-z_])/.test(start) && !/^<(?:!doctype\s+)?html/i.test(start)
    ? 'application/xml'
    : null
}
