/**
 * Why a file is not taken. `damaged`: it says it is of a type we take, and cannot be opened as one. `polyglot`: it is
 * something else besides. `active_content`: it does something by itself when it is opened, or carries files inside.
 */
export type FaultCode =
  | 'empty'
  | 'too_large'
  | 'type_not_accepted'
  | 'content_not_as_named'
  | 'name_not_accepted'
  | 'too_many_pixels'
  | 'damaged'
  | 'encrypted'
  | 'active_content'
  | 'polyglot'

/** A fault with the name the sender gave (empty when it cannot be shown) and the numbers that explain it. */
export type Fault = Readonly<{
  ok: false
  code: FaultCode
  detail: Readonly<{ name: string; limit?: number; found?: string }>
}>
