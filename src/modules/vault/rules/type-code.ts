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
