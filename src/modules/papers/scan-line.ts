import { say } from '#components/say'
import { html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { explainScan } from './messages.ts'
import type { Scan } from './rules/paper.ts'

/** A line that says that a file is locked away, and why; nothing when it is not. */
export function scanLine(scan: Scan | undefined, language: Language, reader?: 'sender' | 'officer'): Piece {
  const words = explainScan(scan, language, reader)
  return words !== null && html`<br>${say(scan === 'infected' ? 'bad' : 'warn', words)}`
}
