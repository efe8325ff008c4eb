import type { Fault, FaultCode } from '#modules/inspections'

/**
 * Where a paper comes from: a person sent it; it was scanned at the counter; the vault here, or the national one, held
 * it; it is what a dossier ended with; it is a form the law prescribes, made here.
 */
export type PaperOrigin = 'upload' | 'digitisation' | 'vault' | 'national_vault' | 'result' | 'form'

/** Giấy tờ nộp kèm: a file by its content. `id` is how others refer to it; `name` is shown. */
export type StoredPaper = Readonly<{
  id: string
  name: string
  mediaType: string
  sizeBytes: number
  /** Of what is kept. A picture is kept without what the camera wrote into it: the hash of what was sent is another. */
  sha256: string
  origin: PaperOrigin
}>

/**
 * What is known of malware in a content. Without a scanner everything stays `not_scanned` and nothing is held back;
 * with one, what arrives is `quarantined` until it has been looked at.
 */
export type Scan = 'not_scanned' | 'quarantined' | 'clean' | 'infected'

/** What is known of the bytes: as they were kept, other than they were kept, or not there. */
export type ContentState = 'whole' | 'damaged' | 'missing'

/** Why a file is not taken: a fault in it, or with it the sender would have sent more than the quota of a day. */
export type RefusalCode = FaultCode | 'over_quota'

/** A refusal with the name the sender gave and the numbers of the sentence that explains it. */
export type PaperRefusal = Readonly<{
  ok: false
  code: RefusalCode
  detail: Fault['detail'] & Readonly<{ usedBytes?: number; sizeBytes?: number }>
}>
