/** Eight bits of grey a pixel, row by row. */
export type GreyPicture = Readonly<{ pixels: Uint8Array; width: number; height: number }>

type Edges = Readonly<{ columns: Int16Array; rows: Int16Array; count: number }>

const steepest = 10
const mostEdges = 60_000
// How much two pixels above one another differ where ink ends; less is the grain of paper.
const contrast = 48
// The rim of a scan is shadow and punch holes, not writing.
const rim = 0.03

/** Where ink ends downwards: the feet of letters, which stand in lines. */
function findEdges({ pixels, width, height }: GreyPicture): Edges {
  const [left, top] = [Math.round(width * rim), Math.round(height * rim)]
  const columns: number[] = []
  const rows: number[] = []
  for (let y = top; y < height - top - 1; y += 1) {
    for (let x = left; x < width - left; x += 1) {
      const at = y * width + x
      if ((pixels[at + width] ?? 0) - (pixels[at] ?? 0) < contrast) continue
      columns.push(x)
      rows.push(y)
    }
  }
  return { columns: Int16Array.from(columns), rows: Int16Array.from(rows), count: rows.length }
}

/** How sharply the edges fall into rows when the picture is turned by so many degrees: text that stands straight wins. */
function sharpnessAt({ columns, rows, count }: Edges, degrees: number, { width, height }: GreyPicture): number {
  const [sine, cosine] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)]
  const offset = Math.ceil(Math.abs(sine) * width) + 1
  const histogram = new Float64Array(height + 2 * offset + 2)
  const step = Math.max(1, Math.ceil(count / mostEdges))
  for (let index = 0; index < count; index += step) {
    const row = Math.round((rows[index] ?? 0) * cosine - (columns[index] ?? 0) * sine) + offset
    histogram[row] = (histogram[row] ?? 0) + 1
  }
  return histogram.reduce((sum, amount) => sum + amount * amount, 0)
}

/** The best of `angles`. */
const sharpest = (edges: Edges, picture: GreyPicture, angles: readonly number[]): number =>
  angles
    .map((degrees) => ({ degrees, sharpness: sharpnessAt(edges, degrees, picture) }))
    .reduce((best, one) => (one.sharpness > best.sharpness ? one : best)).degrees

const around = (middle: number, reach: number, step: number): number[] =>
  Array.from({ length: Math.round((2 * reach) / step) + 1 }, (_, index) => middle - reach + index * step)

/**
 * By how many degrees, clockwise, the lines of a page hang: between -10 and 10, to a tenth; 0 for a page without writing.
 * By projection: of all turns that one is right whose rows are the sharpest.
 */
export function measureSkew(picture: GreyPicture): number {
  const edges = findEdges(picture)
  if (edges.count < 200) return 0
  const coarse = sharpest(edges, picture, around(0, steepest, 0.5))
  const fine = sharpest(edges, picture, around(coarse, 0.5, 0.05))
  return Math.round(fine * 20) / 20
}

/** Whether a page bears nothing: hardly an edge of ink on it. The back of a thin sheet shows through and is no writing. */
export function isBlank(picture: GreyPicture): boolean {
  return findEdges(picture).count < picture.width * picture.height * 0.0002
}
