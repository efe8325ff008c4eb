import { Readable } from 'node:stream'
import type { Metadata, Sharp, SharpOptions } from 'sharp'
import type { FileStore, ReceivedFile } from '#platform/file-store'
import type { AcceptedType } from './rules/accepted-type.ts'
import type { FaultCode } from './rules/fault.ts'
import { mostPixels, mostPixelsInMemory, mostPixelsTurned } from './rules/image-size.ts'

/** A picture drawn anew, received and not yet kept; or why it cannot be. */
export type ReEncoded =
  | Readonly<{ ok: true; file: ReceivedFile }>
  | Readonly<{ ok: false; code: FaultCode; limit?: number; found?: string }>

const options: SharpOptions = { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true }

let last: Promise<unknown> = Promise.resolve()

/** One picture at a time, however many arrive: each takes what its own decoding takes, and no more. */
function oneByOne<Value>(work: () => Promise<Value>): Promise<Value> {
  const mine = last.then(work)
  last = mine.catch(() => undefined)
  return mine
}

/** Loaded with the first picture: most processes never see one. */
async function loadSharp() {
  const { default: sharp } = await import('sharp')
  sharp.concurrency(1)
  sharp.cache(false)
  return sharp
}

/**
 * Draws a picture anew from its pixels, upright: what a camera wrote beside them (place, time, owner, previews) and
 * whatever else stood in the file is gone. Line by line where the format lets it, so that memory stays small.
 */
export const reEncodeImage = (
  files: Pick<FileStore, 'receive'>,
  file: ReceivedFile,
  mediaType: AcceptedType,
): Promise<ReEncoded> =>
  oneByOne(async () => {
    const sharp = await loadSharp()
    try {
      const metadata = await sharp(file.path, options).metadata()
      const limit = limitOf(mediaType, metadata)
      const { width, height } = metadata
      if (width * height > limit)
        return { ok: false, code: 'too_many_pixels', limit, found: `${width} × ${height}` }
      const image = upright(sharp(file.path, options), metadata)
      const drawn = encode(metadata.space === 'b-w' ? image.toColourspace('b-w') : image, mediaType)
      return { ok: true, file: await files.receive(Readable.from(drawn, { objectMode: false })) }
    } catch (error) {
      // The decoder's own errors have no code; a full disk, an unreadable file do.
      if ((error as NodeJS.ErrnoException).code !== undefined) throw error
      return { ok: false, code: 'damaged' }
    }
  })

/** WebP, and pictures that are drawn in several passes, stand whole in memory while they are decoded. */
function limitOf(mediaType: AcceptedType, { isProgressive }: Metadata): number {
  if (mediaType === 'image/webp') return mostPixelsInMemory / 2
  return isProgressive ? mostPixelsInMemory : mostPixels
}

/** Turned as the camera was held. A very large picture would have to stand in memory for it: it keeps the mark instead. */
function upright(image: Sharp, { width, height, orientation = 1 }: Metadata): Sharp {
  if (orientation === 1) return image
  return width * height > mostPixelsTurned ? image.withMetadata({ orientation }) : image.autoOrient()
}

function encode(image: Sharp, mediaType: AcceptedType): Sharp {
  if (mediaType === 'image/png') return image.png({ compressionLevel: 6 })
  if (mediaType === 'image/webp') return image.webp({ quality: 90, effort: 0 })
  // The best codes could only be chosen after the last line: the whole picture would stand in memory until then.
  return image.jpeg({ quality: 90, optimiseCoding: false })
}
