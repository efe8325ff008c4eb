/** What is before the values: dimensions, whether one is null, type, length, and the index of the first. */
const headBytes = 20

/** The numbers that PostgreSQL knows its types by (`pg_type`). */
const typeNumbers = { text: 25, bytea: 17 } as const

/**
 * A one-dimensional array in the binary form of PostgreSQL (`array_recv`), which it reads without looking for quotes: of
 * many long values that is a third of the work. Text is UTF-8; null stands for itself.
 */
export const textArray = (texts: readonly (string | null)[]): Buffer =>
  write(typeNumbers.text, texts, Buffer.byteLength, (into, text, at) => into.write(text, at))

/** As `textArray`, of bytes. */
export const byteArray = (values: readonly (Buffer | null)[]): Buffer =>
  write(
    typeNumbers.bytea,
    values,
    ({ length }) => length,
    (into, value, at) => value.copy(into, at),
  )

function write<Value>(
  type: number,
  values: readonly (Value | null)[],
  sizeOf: (value: Value) => number,
  writeValue: (into: Buffer, value: Value, at: number) => number,
): Buffer {
  let bytes = headBytes
  for (const value of values) bytes += 4 + (value === null ? 0 : sizeOf(value))
  const written = Buffer.allocUnsafe(bytes)
  const hasNull = values.includes(null)
  const head = [values.length > 0 ? 1 : 0, hasNull ? 1 : 0, type, values.length, 1]
  head.forEach((word, index) => {
    written.writeInt32BE(word, 4 * index)
  })
  let at = headBytes
  for (const value of values) {
    const length = value === null ? 0 : writeValue(written, value, at + 4)
    written.writeInt32BE(value === null ? -1 : length, at)
    at += 4 + length
  }
  return values.length > 0 ? written : written.subarray(0, 12)
}
