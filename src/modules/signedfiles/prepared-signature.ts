/** A file with room for a signature, and what the signer's key is to sign. */
export type PreparedSignature = Readonly<{
  /** The whole file; zeros where the signature goes. */
  pdf: Uint8Array
  /** Start and length of the two parts that are signed, in bytes. */
  byteRange: ByteRange
  fieldName: string
  /** DER of the SET that is signed (RFC 5652 §5.4). */
  signedAttributes: Uint8Array
  /** Of the signed attributes: the hash that goes to where the key is. */
  sha256: Uint8Array
  /** DER, the signer's first. */
  certificates: readonly Uint8Array[]
}>

export type ByteRange = readonly [number, number, number, number]

/** A prepared signature without its file, as JSON; the file is kept elsewhere, by its hash. */
export function writePrepared(prepared: PreparedSignature): string {
  const { byteRange, fieldName, signedAttributes, sha256, certificates } = prepared
  return JSON.stringify({
    byteRange,
    fieldName,
    signedAttributes: inBase64(signedAttributes),
    sha256: inBase64(sha256),
    certificates: certificates.map(inBase64),
  })
}

/** Reads what `writePrepared` wrote, beside the file it belongs to. */
export function readPrepared(text: string, pdf: Uint8Array): PreparedSignature {
  const kept = JSON.parse(text) as Kept
  return {
    pdf,
    byteRange: kept.byteRange,
    fieldName: kept.fieldName,
    signedAttributes: Buffer.from(kept.signedAttributes, 'base64'),
    sha256: Buffer.from(kept.sha256, 'base64'),
    certificates: kept.certificates.map((certificate) => Buffer.from(certificate, 'base64')),
  }
}

type Kept = Readonly<{
  byteRange: ByteRange
  fieldName: string
  signedAttributes: string
  sha256: string
  certificates: readonly string[]
}>

const inBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
