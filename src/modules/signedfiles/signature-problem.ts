/**
 * Why something is not signed. `certificate_unfit`: expired, not yet valid or unreadable. `value_wrong`: what came back is no
 * signature of this certificate over what was prepared. `stamp_wrong`: the time stamp is about something else.
 * `space_too_small`: the signature does not fit into the room kept for it. `field_unfit`: the field is signed already, or of
 * another kind. `page_missing`: there is no such page. `closed`: the file was certified and allows no further signature.
 * `not_xml`: the content is no XML that can be signed.
 */
export type SignatureProblemCode =
  | 'certificate_unfit'
  | 'value_wrong'
  | 'stamp_wrong'
  | 'space_too_small'
  | 'field_unfit'
  | 'page_missing'
  | 'closed'
  | 'not_xml'

/** Something cannot be signed as asked; nothing was written. */
export class SignatureProblem extends Error {
  override readonly name = 'SignatureProblem'
  readonly code: SignatureProblemCode

  constructor(code: SignatureProblemCode, detail?: string, options?: ErrorOptions) {
    super(detail ?? code, options)
    this.code = code
  }
}
