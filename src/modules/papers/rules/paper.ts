/** Giấy tờ nộp kèm: a file a person gave, as it was received. `id` is how others refer to it; `name` is shown. */
export type StoredPaper = Readonly<{
  id: string
  name: string
  mediaType: string
  sizeBytes: number
  sha256: string
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
