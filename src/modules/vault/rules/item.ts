import type { Temporal } from 'temporal-polyfill'

/** Chủ kho: whose vault it is. `number` is the personal id of a person, or the tax code of an organisation. */
export type Owner = Readonly<{ kind: 'person' | 'organisation'; number: string; name: string }>

/**
 * Where an item comes from: a result issued here, a copy that an officer certified when it was scanned, or the vault of
 * the national portal. A file that a citizen once uploaded is none of these, and is no item.
 */
export type ItemSource = 'own_result' | 'certified_digitisation' | 'national_vault'

/** The content of an item: a paper in the file store, by its hash. */
export type ItemPaper = Readonly<{
  id: string
  name: string
  mediaType: string
  sizeBytes: number
  sha256: string
}>

/** What was found of the signatures of the content, by the last look. */
export type SignatureStatus = Readonly<{
  verdict: 'valid' | 'indeterminate' | 'invalid' | 'unsigned' | 'unreadable'
  /** B-B, B-T, B-LT, B-LTA; null: none, or not known. */
  level: string | null
  judgedAt: Temporal.Instant
}>

/** Taken out of force: when, by whom, why. */
export type Revocation = Readonly<{ at: Temporal.Instant; byName: string; reason: string }>

/** What is put into a vault. `key` tells one item of its source from another: put in twice, it is there once. */
export type NewItem = Readonly<{
  owner: Owner
  source: ItemSource
  key: string
  /** Mã loại giấy tờ: `KQ.G15.000031`, a component code, or `MC.…` of this system. */
  typeCode: string
  title: string
  /** Số, ký hiệu. */
  number: string | null
  issuer: Readonly<{ code: string | null; name: string }>
  /** YYYY-MM-DD. */
  issuedOn: string | null
  validFrom: string | null
  /** The last day on which it is good; null: without end. */
  validTo: string | null
  dossierCode: string | null
  paper: ItemPaper | null
  signature: SignatureStatus | null
}>

/** Giấy tờ trong kho: an item as it is kept. `code` is how people and addresses name it. */
export type Item = Omit<NewItem, 'owner' | 'key'> &
  Readonly<{
    id: string
    code: string
    ownerId: string
    version: number
    /** A newer version took its place. */
    isReplaced: boolean
    revoked: Revocation | null
    /** In how many dossiers it was handed in without being uploaded. */
    reuseCount: number
    keptAt: Temporal.Instant
  }>

/** Whose code it is: of a result of the national catalogue, of a component of it, of this system, or of somebody else. */
export type TypeCodeKind = 'result' | 'component' | 'local' | 'other'

/**
 * The code as it was received, without spaces around it; null when it is none. Codes are somebody else's and have changed
 * before, so nearly everything is taken: production systems use `KQ.DVC.KETQUA` too.
 */
export function readTypeCode(given: string): string | null {
  const code = given.trim()
  return /^[\p{L}\d][\p{L}\d._-]{0,59}$/u.test(code) ? code : null
}

/** What kind of code it is, by its shape. Nothing may depend on it but how it is shown. */
export function kindOfTypeCode(code: string): TypeCodeKind {
  if (/^KQ\./.test(code)) return 'result'
  if (/^MC\./.test(code)) return 'local'
  return /^\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}-/.test(code) ? 'component' : 'other'
}
