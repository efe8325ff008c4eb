import type { Language } from '#platform/i18n'

/** A size as people read it: `412 kB`, `1,2 MB` (a kB is 1000 bytes). */
export function formatBytes(bytes: number, language: Language): string {
  if (bytes < 1_000) return `${bytes} B`
  if (bytes < 999_500) return `${Math.round(bytes / 1_000)} kB`
  const megabytes = (bytes / 1_000_000).toFixed(1)
  return `${language === 'vi' ? megabytes.replace('.', ',') : megabytes} MB`
}

/** The first eight characters of a SHA-256 in two groups: enough to compare by eye or over the telephone. */
export const shortHash = (sha256: string): string => `${sha256.slice(0, 4)} ${sha256.slice(4, 8)}`
