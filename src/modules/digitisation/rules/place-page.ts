import type { PageState } from './page.ts'

/** What separator sheets carry; the number only tells one sheet from another. */
export const separatorCode = (sheet: number): string => `motcua:separator:${sheet}`

const separator = /^motcua:separator:\d{1,4}$/

/** Where a page that has just been read belongs; `opensPaper`: that paper begins with it. */
export type Placing = Readonly<{ state: PageState; paperNumber: number; opensPaper: boolean }>

/**
 * Splits what comes out of a scanner: a separator sheet begins the next paper, unless the present one has no pages yet (two
 * sheets in a row). Blank pages are set aside.
 */
export function placePage(
  page: Readonly<{ blank: boolean; codes: readonly string[] }>,
  now: Readonly<{ paperNumber: number; hasPages: boolean; lastPaperNumber: number }>,
): Placing {
  if (!page.codes.some((code) => separator.test(code))) {
    return { state: page.blank ? 'blank' : 'kept', paperNumber: now.paperNumber, opensPaper: false }
  }
  return now.hasPages
    ? { state: 'separator', paperNumber: now.lastPaperNumber + 1, opensPaper: true }
    : { state: 'separator', paperNumber: now.paperNumber, opensPaper: false }
}
