import { type PdfPiece, type PdfSign, scanPdfPiece } from './pdf-signs.ts'

/** More than a name and what must stand behind it: so much of one piece is looked at again with the next. */
const overlapBytes = 256
const longestHeld = 4_096
const mostObjectStreams = 20_000

/** A look at a PDF while it passes by, in pieces of any size; nothing is missed between them. */
export type PdfScan = Readonly<{
  pass: (piece: Buffer) => void
  /** What was found, once the last piece has passed: the first sign, and where streams of objects are in the file. */
  finish: () => PdfPiece
}>

/** Begins a look. It keeps a few kilobytes, however much passes. */
export function openPdfScan(): PdfScan {
  const objectStreams: number[] = []
  let sign: PdfSign | null = null
  // What a name may begin in that goes on in the next piece, and where in the file it stands.
  let held: Buffer = Buffer.alloc(0)
  let heldFrom = 0

  function look(piece: Buffer, beginIn: number, from: number): void {
    const found = scanPdfPiece(piece, beginIn)
    for (const at of found.objectStreams) objectStreams.push(from + at)
    sign ??= found.sign
    if (objectStreams.length > mostObjectStreams) sign ??= { code: 'active_content', found: '/ObjStm' }
  }

  function hold(bytes: Buffer, passed: number): void {
    held = Buffer.from(bytes.subarray(passed))
    heldFrom += passed
  }

  function passSmall(piece: Buffer): void {
    const joined = Buffer.concat([held, piece])
    const passed = joined.length > longestHeld ? joined.length - overlapBytes : 0
    if (passed > 0) look(joined, passed, heldFrom)
    hold(joined, passed)
  }

  function passLarge(piece: Buffer): void {
    const seam = Buffer.concat([held, piece.subarray(0, overlapBytes)])
    look(seam, held.length, heldFrom)
    heldFrom += held.length
    const passed = piece.length - overlapBytes
    if (!sign) look(piece, passed, heldFrom)
    hold(piece, passed)
  }

  return {
    pass(piece) {
      if (sign) return
      if (piece.length <= overlapBytes) passSmall(piece)
      else passLarge(piece)
    },
    finish() {
      if (!sign) look(held, held.length, heldFrom)
      return { sign, objectStreams }
    },
  }
}
