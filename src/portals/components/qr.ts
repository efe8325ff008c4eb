import qrcode from 'qrcode'
import { type Html, html } from '#platform/html'

/** The dark modules of each row as one path of runs: a few kilobytes, sharp at any size. */
function pathOf(size: number, isDark: (row: number, column: number) => boolean): string {
  let path = ''
  for (let row = 0; row < size; row += 1) {
    let column = 0
    while (column < size) {
      const start = column
      while (column < size && isDark(row, column)) column += 1
      if (column > start) path += `M${start} ${row}h${column - start}v1h-${column - start}z`
      else column += 1
    }
  }
  return path
}

/** A QR code as ink on white in every theme; `label` says where it leads. `large`: one that holds much, read from a screen. */
export function qr(text: string, label: string, look: Readonly<{ large?: boolean }> = {}): Html {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' })
  const path = pathOf(modules.size, (row, column) => modules.get(row, column) === 1)
  return html`<svg class="mc-qr${look.large && ' mc-qr--large'}" viewBox="0 0 ${modules.size} ${modules.size}" role="img" aria-label="${label}" shape-rendering="crispEdges"><path d="${path}"/></svg>`
}
