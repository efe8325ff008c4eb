/** More came than was to be read. */
export class TooLong extends RangeError {
  override readonly name = 'TooLong'
}

/**
 * A body as one piece, of at most `mostBytes`: reading stops there, and leaving the loop closes the line. Throws `TooLong`,
 * or what the body throws.
 */
export async function readAtMost(body: AsyncIterable<Uint8Array> | null, mostBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    length += chunk.length
    if (length > mostBytes) throw new TooLong(`longer than ${mostBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
