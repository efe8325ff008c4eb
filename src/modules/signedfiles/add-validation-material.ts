import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import {
  array,
  decodePdfStream,
  dictionary,
  entriesOf,
  findSecurityStore,
  isArray,
  isRef,
  isStream,
  isString,
  listSignatureFields,
  name,
  type PdfObject,
  type PdfRef,
  readPdf,
  stream,
  withEntries,
  writeUpdate,
} from '#modules/pdfs'
import { beginUpdate, type Update } from './place-field.ts'

/** What proves the signatures of a file when their issuers are gone; everything is DER. */
export type ValidationMaterial = Readonly<{
  certificates: readonly Uint8Array[]
  /** Whole responses (RFC 6960). */
  ocsps: readonly Uint8Array[]
  crls: readonly Uint8Array[]
}>

const keys = { certificates: 'Certs', ocsps: 'OCSPs', crls: 'CRLs' } as const
const keysOfSignature = { certificates: 'Cert', ocsps: 'OCSP', crls: 'CRL' } as const
const kinds = ['certificates', 'ocsps', 'crls'] as const

/**
 * Puts the material into the document security store (EN 319 142-1 §5.4.2): B-LT when it is all that judging needs. What the
 * store has stays; the new material is also listed under every signature that has none yet.
 */
export function addValidationMaterial(bytes: Uint8Array, material: ValidationMaterial): Uint8Array {
  const pdf = readPdf(bytes)
  const update = beginUpdate(pdf)
  const store = findSecurityStore(pdf) ?? dictionary({ Type: name('DSS') })
  const added = kinds.map(
    (kind) => [kind, listRefs(update, store.entries.get(keys[kind]), material[kind])] as const,
  )
  const lists = added.map(
    ([kind, { all }]) => [keys[kind], all.length > 0 ? array(...all) : undefined] as const,
  )
  const related = added.map(
    ([kind, { given }]) => [keysOfSignature[kind], given.length > 0 ? array(...given) : undefined] as const,
  )
  const fresh = withEntries(store, {
    ...Object.fromEntries(lists),
    VRI: listRelated(update, store.entries.get('VRI'), dictionary(Object.fromEntries(related))),
  })
  const known = pdf.catalog.entries.get('DSS')
  if (isRef(known)) update.set(known.number, fresh)
  else update.set(pdf.catalogRef.number, withEntries(pdf.catalog, { DSS: update.add(fresh) }))
  return writeUpdate(pdf, update.changes)
}

/** References to what the store has and what is added, each content once; `given` are those of the new material. */
function listRefs(update: Update, known: PdfObject | undefined, contents: readonly Uint8Array[]) {
  const list = update.resolve(known)
  const all = isArray(list) ? list.items.filter(isRef) : []
  const kept = new Map(all.map((item) => [hashOf(contentOf(update, item)), item] as const))
  const given = contents.map((content) => {
    const hash = hashOf(content)
    const own = kept.get(hash) ?? addStream(update, content)
    kept.set(hash, own)
    return own
  })
  return { all: [...kept.values()], given: [...new Set(given)] }
}

function contentOf(update: Update, item: PdfRef): Uint8Array {
  const found = update.resolve(item)
  return isStream(found) ? decodePdfStream(update.pdf, found) : new Uint8Array()
}

const hashOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')

const addStream = (update: Update, content: Uint8Array): PdfRef =>
  update.add(stream(dictionary({ Filter: name('FlateDecode') }), deflateSync(content)))

/** By the SHA-1 of each signature, in capitals (EN 319 142-1 §5.4.2.3); SHA-1 only finds it here, and protects nothing. */
function listRelated(update: Update, known: PdfObject | undefined, related: PdfObject): PdfObject {
  const old = entriesOf(update.resolve(known))
  const signed = listSignatureFields(update.pdf)
    .map(({ value }) => update.resolve(entriesOf(value).get('Contents')))
    .filter(isString)
    .map(({ bytes }) => createHash('sha1').update(bytes).digest('hex').toUpperCase())
  return dictionary({
    ...Object.fromEntries(old),
    ...Object.fromEntries(signed.filter((key) => !old.has(key)).map((key) => [key, related])),
  })
}
