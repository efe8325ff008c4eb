import { name, readPdf } from '#modules/pdfs'
import { refuseForeignStamp } from './complete-pdf-signature.ts'
import { beginUpdate, chooseFieldName, findPage, placeField } from './place-field.ts'
import { fill, hashRange, makeValue, reserve } from './reserve-signature.ts'

/** Asks an authority for a time stamp (RFC 3161) over a SHA-256; gives its DER. */
export type Stamp = (sha256: Uint8Array) => Promise<Uint8Array>

const spaceBytes = 16_384

/**
 * Puts a document time stamp (EN 319 142-1 §5.4.3) over the whole file: after the validation material it makes B-LTA, and
 * alone it proves that every signature was there at that time. Throws `closed`, or whatever `stamp` throws.
 */
export async function addDocumentTimestamp(bytes: Uint8Array, stamp: Stamp): Promise<Uint8Array> {
  const pdf = readPdf(bytes)
  const update = beginUpdate(pdf)
  const value = update.add(
    makeValue(
      { Type: name('DocTimeStamp'), Filter: name('Adobe.PPKLite'), SubFilter: name('ETSI.RFC3161') },
      spaceBytes,
    ),
  )
  const place = { page: findPage(pdf, 1), rectangle: [0, 0, 0, 0], look: null }
  placeField(update, chooseFieldName(pdf, 'Timestamp'), value, place)
  const reserved = reserve(pdf, update.changes, value)
  const sha256 = hashRange(reserved)
  const token = await stamp(sha256)
  refuseForeignStamp(token, sha256)
  return fill(reserved, token)
}
