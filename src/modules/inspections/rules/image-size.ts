export type ImageSize = Readonly<{ width: number; height: number }>

/** A phone's largest photograph (108 megapixels) fits; a picture that would fill an officer's memory does not. */
export const mostPixels = 120_000_000

/** Of a picture that must stand in memory whole to be decoded (three or four bytes a pixel, and the decoder's own). */
export const mostPixelsInMemory = 25_000_000

/** Of a picture that is turned: its last line becomes the first, so that all of it stands in memory. */
export const mostPixelsTurned = 25_000_000

/** Width and height written in an image's header, without decoding it; null when the header is no such image's. */
export function readImageSize(mediaType: string, head: Uint8Array): ImageSize | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  try {
    const size = readers[mediaType]?.(view) ?? null
    return size && size.width > 0 && size.height > 0 ? size : null
  } catch {
    return null // the header ends before its numbers do
  }
}

const readers: Readonly<Record<string, (view: DataView) => ImageSize | null>> = {
  'image/png': readPng,
  'image/jpeg': readJpeg,
  'image/webp': readWebp,
}

const textAt = (view: DataView, offset: number, length: number): string =>
  String.fromCharCode(...Array.from({ length }, (_, index) => view.getUint8(offset + index)))

/** PNG (ISO/IEC 15948 §11.2.2): IHDR is the first chunk. */
function readPng(view: DataView): ImageSize | null {
  if (textAt(view, 12, 4) !== 'IHDR') return null
  return { width: view.getUint32(16), height: view.getUint32(20) }
}

/** JPEG (ITU T.81 §B.2.2): walk the segments to the frame header SOFn. */
function readJpeg(view: DataView): ImageSize | null {
  let offset = 2
  while (view.getUint8(offset) === 0xff) {
    const marker = view.getUint8(offset + 1)
    if (isFrameHeader(marker)) {
      return { width: view.getUint16(offset + 7), height: view.getUint16(offset + 5) }
    }
    offset += standsAlone(marker) ? 1 + Number(marker !== 0xff) : 2 + view.getUint16(offset + 2)
  }
  return null
}

const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

const standsAlone = (marker: number): boolean =>
  marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)

/** WebP (RFC 9649 §2.5–2.7): the first chunk is VP8 (lossy), VP8L (lossless) or VP8X (extended). */
function readWebp(view: DataView): ImageSize | null {
  const chunk = textAt(view, 12, 4)
  if (chunk === 'VP8 ') {
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  }
  if (chunk === 'VP8L') {
    const bits = view.getUint32(21, true)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (chunk !== 'VP8X') return null
  const uint24 = (offset: number) => view.getUint16(offset, true) + view.getUint8(offset + 2) * 65_536
  return { width: uint24(24) + 1, height: uint24(27) + 1 }
}
