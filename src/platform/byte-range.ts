/** A part of a file, both ends included and counted from 0. */
export type ByteRange = Readonly<{ start: number; end: number }>

/**
 * Which part of `sizeBytes` bytes a request asks for (RFC 9110 §14.1.2). Null: the whole of it, also when more than one
 * part is asked for or the header cannot be read (§14.2 allows to ignore it).
 */
export function readRange(header: string | undefined, sizeBytes: number): ByteRange | 'unsatisfiable' | null {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (first === '' && last === '') return null
  if (first === '') return Number(last) === 0 ? 'unsatisfiable' : lastBytes(Number(last), sizeBytes)
  const start = Number(first)
  const end = last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1)
  if (last !== '' && Number(last) < start) return null
  return start < sizeBytes ? { start, end } : 'unsatisfiable'
}

const lastBytes = (count: number, sizeBytes: number): ByteRange => ({
  start: Math.max(0, sizeBytes - count),
  end: sizeBytes - 1,
})
