/** DER (X.690): a tag, the length of what follows in as few bytes as there can be, and that. */
export function tagged(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts)
  if (content.length < 128) return Buffer.concat([Buffer.from([tag, content.length]), content])
  const length = Buffer.from(evenHex(content.length), 'hex')
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, content])
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => tagged(0x30, ...parts)

/** SET OF: its members stand in the order of their bytes (X.690 §11.6). */
export const setOf = (...parts: readonly Uint8Array[]): Uint8Array =>
  tagged(0x31, ...parts.toSorted(Buffer.compare))

export const octets = (bytes: Uint8Array): Uint8Array => tagged(0x04, bytes)

/** A number that is not negative. */
export const integer = (value: number): Uint8Array => {
  const bytes = Buffer.from(evenHex(value), 'hex')
  return tagged(0x02, ...((bytes[0] ?? 0) > 127 ? [Buffer.of(0)] : []), bytes)
}

export const nothing = (): Uint8Array => Buffer.from([0x05, 0x00])

/** `[number]` around something, with its own tag kept inside. */
export const explicit = (number: number, ...parts: readonly Uint8Array[]): Uint8Array =>
  tagged(0xa0 | number, ...parts)

/** What a dotted name such as `1.2.840.113549.1.7.2` is in bytes. */
export function objectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)))
}

function base128(value: number): number[] {
  const low = value % 128
  const high = Math.floor(value / 128)
  return high === 0 ? [low] : [...base128(high).map((byte) => byte | 0x80), low]
}

function evenHex(value: number): string {
  const hex = value.toString(16)
  return hex.length % 2 === 0 ? hex : `0${hex}`
}
