/** Longest name kept, in characters; longer ones are shortened before the extension. */
export const longestName = 150

// Separators would be a path; control characters and bidirectional overrides disguise what a name says.
const forbidden = /[/\\\p{Cc}\u202a-\u202e\u2066-\u2069]/u
// Names that the officers' Windows machines cannot store.
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/**
 * The name a paper is kept and shown under: NFC, Vietnamese letters as they are, nothing that some system cannot store.
 * Null when the name is a path, disguises itself, is reserved, or says nothing: the sender must rename the file.
 */
export function cleanFileName(given: string): string | null {
  if (forbidden.test(given)) return null
  const name = given
    .normalize('NFC')
    .replace(/[\p{Cf}\p{Co}\p{Cn}\p{Cs}]/gu, '')
    .replace(/[<>:"|?*]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  if (name === '' || reserved.test(name)) return null
  return shorten(name)
}

/** The extension without its dot, in lower case; empty when what follows the last dot is no extension. */
export function extensionOf(name: string): string {
  return name.match(/[^.]\.([A-Za-z][A-Za-z0-9]{0,9})$/)?.[1]?.toLowerCase() ?? ''
}

function shorten(name: string): string {
  if (name.length <= longestName) return name
  const extension = extensionOf(name)
  const end = extension ? `.${extension}` : ''
  const start = name.slice(0, longestName - end.length).replace(/\p{Cs}$|[\p{Mark}. ]+$/u, '')
  return `${start}${end}`
}
