/** Where a file of pages came from: the folder of a scanner, an officer's telephone, or the form of the page. */
export type CaptureSource = 'folder' | 'phone' | 'upload'

/**
 * `kept`: a page of its paper. `blank`: empty, set aside until somebody says otherwise. `separator`: a printed sheet between
 * two papers. `dropped`: set aside by hand. Nothing is ever deleted.
 */
export type PageState = 'kept' | 'blank' | 'separator' | 'dropped'

/** A page with a sticky note gives two pictures (TT 01/2023 Đ8 k2): with the note, and right after it without. */
export type NoteMark = 'with' | 'without'

/** Turns by hand, clockwise. */
export type Rotation = 0 | 90 | 180 | 270

/** A page of a session as it stands now. */
export type ScanPage = Readonly<{
  id: string
  paperNumber: number
  position: number
  state: PageState
  note: NoteMark | null
  rotation: Rotation
  /** Of its picture; a bad scan is replaced by a newer one. */
  version: number
  sha256: string
  thumbnailSha256: string
  width: number
  height: number
  dotsPerInch: number
}>

/** A paper of a session: what it is for, and how many pages its original has by the officer's count. */
export type ScannedPaper = Readonly<{
  number: number
  component: string | null
  name: string
  originalPages: number | null
}>

/** Turns a page a quarter further. */
export const turnRight = (rotation: Rotation): Rotation => ((rotation + 90) % 360) as Rotation

/** The pages of a paper in order, those set aside among them. */
export const pagesOf = (pages: readonly ScanPage[], paperNumber: number): ScanPage[] =>
  pages
    .filter((page) => page.paperNumber === paperNumber)
    .toSorted((one, other) => one.position - other.position)

/** The pages that make the copy, in order. */
export const keptPagesOf = (pages: readonly ScanPage[], paperNumber: number): ScanPage[] =>
  pagesOf(pages, paperNumber).filter(({ state }) => state === 'kept')
