import { crc32, deflateRawSync, deflateSync } from 'node:zlib'

/** The smallest PDF with a beginning and an end; `words` make its content different. */
export const somePdf = (words = 'Giấy chứng sinh'): Buffer =>
  Buffer.from(
    `%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n% ${words}\nxref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 3>>\nstartxref\n9\n%%EOF\n`,
  )

const chunk = (type: string, content: Buffer): Buffer => {
  const framed = Buffer.alloc(content.length + 12)
  framed.writeUInt32BE(content.length)
  framed.write(type, 4, 'latin1')
  framed.set(content, 8)
  framed.writeUInt32BE(crc32(framed.subarray(4, content.length + 8)), content.length + 8)
  return framed
}

/** A black PNG of `width` × `height` pixels; beyond some millions it only says that it is so large. */
export function somePng(width = 640, height = 480): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0])
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const pixels = deflateSync(Buffer.alloc(Math.min((width + 1) * height, 10_000_000)))
  const chunks = [chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([signature, ...chunks])
}

const segment = (marker: number, ...content: number[]): number[] => [
  0xff,
  marker,
  (content.length + 2) >> 8,
  (content.length + 2) & 0xff,
  ...content,
]

/** A grey JPEG of `width` × `height` pixels, after a colour profile of `profileBytes`. */
export function someJpeg(width = 640, height = 480, profileBytes = 3_000): Buffer {
  const profile = Buffer.alloc(profileBytes + 4, 7)
  profile.writeUInt16BE(0xffe2)
  profile.writeUInt16BE(profileBytes + 2, 2)
  const size = [height >> 8, height & 0xff, width >> 8, width & 0xff]
  // Each table has one code of one bit, `0`: no difference to the block before, and no more of this block.
  const oneCode = [1, ...Array(15).fill(0), 0]
  const head = [
    ...segment(0xdb, 0, ...Array(64).fill(1)),
    ...segment(0xc0, 8, ...size, 1, 1, 0x11, 0),
    ...segment(0xc4, 0x00, ...oneCode),
    ...segment(0xc4, 0x10, ...oneCode),
    ...segment(0xda, 1, 1, 0x00, 0, 63, 0),
  ]
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8)
  const scan = Buffer.alloc(Math.ceil(blocks / 4))
  return Buffer.concat([Buffer.from([0xff, 0xd8]), profile, Buffer.from(head), scan, Buffer.from([0xff, 0xd9])])
}

/** A WebP of one colour without loss: every pixel is said in no bits at all. */
export function someWebp(width = 640, height = 480): Buffer {
  const content = Buffer.alloc(20)
  content[0] = 0x2f
  content.writeUInt32LE(width - 1 + (height - 1) * 16_384, 1)
  // No transform, no cache of colours, no groups; five codes, each of one symbol (`1 0 0 0`), 0.
  content.set([0b10001000, 0b10001000, 0b00001000], 5)
  const head = Buffer.from('RIFF    WEBPVP8L    ')
  head.writeUInt32LE(content.length + 12, 4)
  head.writeUInt32LE(content.length, 16)
  return Buffer.concat([head, content])
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
