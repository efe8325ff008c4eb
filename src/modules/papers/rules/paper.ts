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

/** Why a file is not taken. `damaged`: it says it is of a type we take, and cannot be opened as one. */
export type RefusalCode =
  | 'empty'
  | 'too_large'
  | 'type_not_accepted'
  | 'content_not_as_named'
  | 'name_not_accepted'
  | 'too_many_pixels'
  | 'damaged'

/** A refusal with the name the sender gave and the numbers of the sentence that explains it. */
export type PaperRefusal = Readonly<{
  ok: false
  code: RefusalCode
  detail: Readonly<{ name: string; limit?: number; found?: string }>
}>
