import { deflateRawSync } from 'node:zlib'

/** The smallest PDF with a beginning and an end; `words` make its content different. */
export const somePdf = (words = 'Giấy chứng sinh'): Buffer =>
  Buffer.from(
    `%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n% ${words}\nxref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 3>>\nstartxref\n9\n%%EOF\n`,
  )

const chunk = (type: string, content: Buffer): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  return Buffer.concat([length, Buffer.from(type, 'latin1'), content, Buffer.alloc(4)])
}

/** A PNG that says it is `width` × `height` pixels, whatever it holds. */
export function somePng(width = 640, height = 480): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0])
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const chunks = [chunk('IHDR', header), chunk('IDAT', Buffer.alloc(20)), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([signature, ...chunks])
}

/** A JPEG's segments up to its frame header, after a colour profile of `profileBytes`. */
export function someJpeg(width = 640, height = 480, profileBytes = 3_000): Buffer {
  const profile = Buffer.alloc(profileBytes + 4, 7)
  profile.writeUInt16BE(0xffe2)
  profile.writeUInt16BE(profileBytes + 2, 2)
  const frame = Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 0, 0, 0, 1, 1, 0x11, 0])
  frame.writeUInt16BE(height, 5)
  frame.writeUInt16BE(width, 7)
  return Buffer.concat([Buffer.from([0xff, 0xd8]), profile, frame, Buffer.from([0xff, 0xd9])])
}

/** A lossy WebP's header. */
export function someWebp(width = 640, height = 480): Buffer {
  const head = Buffer.alloc(30)
  head.write('RIFF', 0)
  head.writeUInt32LE(22, 4)
  head.write('WEBPVP8 ', 8)
  head.writeUInt32LE(10, 16)
  head.set([0x10, 0, 0, 0x9d, 0x01, 0x2a], 20)
  head.writeUInt16LE(width, 26)
  head.writeUInt16LE(height, 28)
  return head
}

/** A zip container of one entry that unpacks to `unpackedBytes` zeros. */
export function someZip(entry: string, unpackedBytes: number): Buffer {
  const content = deflateRawSync(Buffer.alloc(unpackedBytes))
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(8, 8)
  header.writeUInt32LE(content.length, 18)
  header.writeUInt32LE(unpackedBytes, 22)
  header.writeUInt16LE(entry.length, 26)
  return Buffer.concat([header, Buffer.from(entry), content])
}
