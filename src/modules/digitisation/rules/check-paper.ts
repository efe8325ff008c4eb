import type { ScanPage } from './page.ts'

/** What stands against making a copy. `page` counts from 1 among the kept pages. */
export type PaperProblem =
  | Readonly<{ code: 'no_pages' | 'count_missing' }>
  | Readonly<{ code: 'count_differs'; counted: number; pictures: number }>
  | Readonly<{ code: 'note_without_pair' | 'pair_without_note'; page: number }>
  | Readonly<{ code: 'low_resolution'; page: number; found: number; least: number }>

/** How many pages of an original these pictures show: the second picture of a page with a note is the same page. */
export const countOriginals = (kept: readonly Pick<ScanPage, 'note'>[]): number =>
  kept.filter(({ note }) => note !== 'without').length

/**
 * Whether the pictures are the whole paper (TT 01/2023 Đ8 k2): as many as the officer counted pages of the original, in
 * order, a page with a sticky note twice, sharp enough (`least` dots an inch; TT 02/2019/TT-BNV).
 */
export function checkPaper(
  kept: readonly Pick<ScanPage, 'note' | 'dotsPerInch'>[],
  originalPages: number | null,
  least: number,
): PaperProblem[] {
  if (kept.length === 0) return [{ code: 'no_pages' }]
  return [
    ...checkCount(originalPages, countOriginals(kept)),
    ...kept.flatMap((page, index) => checkPage(kept, page, index, least)),
  ]
}

function checkCount(counted: number | null, pictures: number): PaperProblem[] {
  if (counted === null) return [{ code: 'count_missing' }]
  return counted === pictures ? [] : [{ code: 'count_differs', counted, pictures }]
}

function checkPage(
  kept: readonly Pick<ScanPage, 'note'>[],
  { note, dotsPerInch }: Pick<ScanPage, 'note' | 'dotsPerInch'>,
  index: number,
  least: number,
): PaperProblem[] {
  const page = index + 1
  const problems: PaperProblem[] = []
  if (note === 'with' && kept[index + 1]?.note !== 'without') problems.push({ code: 'note_without_pair', page })
  if (note === 'without' && kept[index - 1]?.note !== 'with') problems.push({ code: 'pair_without_note', page })
  // A sheet of paper is never exactly as long as it should be: three per cent are no fault of the scan.
  if (dotsPerInch < least * 0.97) problems.push({ code: 'low_resolution', page, found: dotsPerInch, least })
  return problems
}
