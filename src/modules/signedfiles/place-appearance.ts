import { isArray, type PdfPage } from '#modules/pdfs'
import { type Appearance, drawAppearance } from './draw-appearance.ts'
import { findPage, type Place, type Update } from './place-field.ts'

const pointsPerMm = 72 / 25.4

/** Draws the appearance and says where it stands on its page. Throws `page_missing`. */
export async function placeAppearance(update: Update, appearance: Appearance): Promise<Place> {
  const page = findPage(update.pdf, appearance.page)
  const turn = turnOf(update, page)
  const rectangle = rectangleOn(boxOf(update, page), turn, appearance)
  return { page, rectangle, look: await drawAppearance(update, appearance, turn) }
}

type Box = readonly [number, number, number, number]

/** What is shown of a page. */
function boxOf(update: Update, { inherited }: PdfPage): Box {
  const found = update.resolve(inherited.get('CropBox') ?? inherited.get('MediaBox'))
  const [a, b, c, d] = (isArray(found) ? found.items : []).map((item) => update.resolve(item))
  if (![a, b, c, d].every((side) => typeof side === 'number')) return [0, 0, 595.28, 841.89]
  const [left, bottom, right, top] = [a, b, c, d] as unknown as Box
  return [Math.min(left, right), Math.min(bottom, top), Math.max(left, right), Math.max(bottom, top)]
}

/** How far the page is turned clockwise when it is shown: 0, 90, 180 or 270. */
function turnOf(update: Update, { inherited }: PdfPage): number {
  const turn = update.resolve(inherited.get('Rotate'))
  return typeof turn === 'number' ? (((Math.round(turn / 90) * 90) % 360) + 360) % 360 : 0
}

/** The rectangle in the page's own coordinates, whose zero is at the bottom left before it is turned; kept on the page. */
function rectangleOn([left, bottom, right, top]: Box, turn: number, appearance: Appearance): readonly number[] {
  const sideways = turn === 90 || turn === 270
  const [shownWidth, shownHeight] = sideways ? [top - bottom, right - left] : [right - left, top - bottom]
  const width = Math.min(appearance.width * pointsPerMm, shownWidth)
  const height = Math.min(appearance.height * pointsPerMm, shownHeight)
  const x = Math.min(Math.max(appearance.x * pointsPerMm, 0), shownWidth - width)
  const y = Math.min(Math.max(appearance.y * pointsPerMm, 0), shownHeight - height)
  if (turn === 90) return [left + y, bottom + x, left + y + height, bottom + x + width]
  if (turn === 180) return [right - x - width, bottom + y, right - x, bottom + y + height]
  if (turn === 270) return [right - y - height, top - x - width, right - y, top - x]
  return [left + x, top - y - height, left + x + width, top - y]
}
