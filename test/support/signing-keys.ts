import { KeyObject, sign as signWith, type webcrypto } from 'node:crypto'

/** What the owner of a key does with the hash we send: PKCS #1 v1.5, or ECDSA in DER, over the SHA-256 of `content`. */
export const sign = (key: webcrypto.CryptoKey, content: Uint8Array): Uint8Array =>
  signWith('sha256', content, KeyObject.from(key))
