import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { openPdfPress } from '#platform/pdf'

/** What stands on the paper that is scanned. */
export const printedLines = [
  'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  'GIẤY CHỨNG SINH',
  'Số: 123/GCS-BVĐK',
  'Họ và tên mẹ: LÒ THỊ MAI HƯƠNG',
  'Số định danh cá nhân: 999197000017',
  'Sinh ngày 14 tháng 03 năm 1997, dân tộc Thái',
  'Nơi thường trú: Bản Ten, xã Mường Phăng, tỉnh Điện Biên',
  'Dự định đặt tên con là: Lò Mai An, giới tính nữ, cân nặng 3.200 gam',
  'Điện Biên, ngày 21 tháng 11 năm 2026',
]

const templateOf = (line: string) => `#set document(date: none)
#set page(paper: "a4", margin: 25mm)
#set text(font: "Tinos", size: 14pt)
#set par(leading: 1.2em)
#for line in json(bytes(sys.inputs.data)) [#line ${line}]`

/** A printer and a scanner. */
export function openScanner() {
  const press = openPdfPress()
  const scanned = new Map<number, Buffer>()

  async function scanNow(folder: string, degrees: number): Promise<Buffer> {
    const file = join(folder, 'page')
    await writeFile(`${file}.pdf`, await press.print(templateOf('\\ '), printedLines))
    execFileSync('pdftoppm', ['-r', '200', '-png', '-singlefile', `${file}.pdf`, file])
    const turned = await sharp(`${file}.png`)
      .flatten({ background: '#fff' })
      .rotate(degrees, { background: '#fff' })
      .toBuffer()
    const { width = 0, height = 0 } = await sharp(turned).metadata()
    const noise = { type: 'gaussian', mean: 128, sigma: 18 } as const
    const grain = await sharp({ create: { width, height, channels: 3, background: '#808080', noise } })
      .png()
      .toBuffer()
    const mixed = sharp(turned).composite([{ input: grain, blend: 'soft-light' }])
    return await mixed.withMetadata({ density: 200 }).jpeg({ quality: 80 }).toBuffer()
  }
  return {
    /** The printed page as a scanner of 200 dpi gives it: turned by so many degrees, with grain. */
    async scan(folder: string, degrees: number): Promise<Buffer> {
      const known = scanned.get(degrees) ?? (await scanNow(folder, degrees))
      scanned.set(degrees, known)
      return known
    },
    /** A PDF of so many pages, a line on each. */
    printPages: (pages: number) =>
      press.print(templateOf('#pagebreak(weak: true)'), printedLines.slice(0, pages)),
    close: () => press.close(),
  }
}

/** How many characters of `wanted` were read otherwise, by Levenshtein's count, as a share. */
export function errorRate(read: string, wanted: string): number {
  let row = Array.from({ length: read.length + 1 }, (_, index) => index)
  for (let i = 1; i <= wanted.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= read.length; j += 1) {
      const same = wanted[i - 1] === read[j - 1] ? 0 : 1
      next[j] = Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + same)
    }
    row = next
  }
  return (row.at(-1) ?? 0) / wanted.length
}
