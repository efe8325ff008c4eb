import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

const wasm = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'))

/** What the QR code in a picture (PNG) says, as a telephone reads it. Throws `Error` when there is none. */
export async function readQr(picture: Uint8Array): Promise<string> {
  const wasmBinary = new Uint8Array(await readFile(wasm)).buffer
  prepareZXingModule({ overrides: { wasmBinary } })
  const [found] = await readBarcodes(picture, { formats: ['QRCode'] })
  if (!found) throw new Error('there is no QR code in the picture')
  return found.text
}
