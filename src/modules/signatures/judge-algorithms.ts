import { constants, createHash, type KeyObject, verify } from 'node:crypto'
import { childOf, type Der, DerProblem, readHexInteger, readOid } from '#platform/der'
import type { Finding } from './report.ts'

const hashes: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '2.16.840.1.101.3.4.2.8': 'sha3-256',
  '2.16.840.1.101.3.4.2.9': 'sha3-384',
  '2.16.840.1.101.3.4.2.10': 'sha3-512',
}

type Scheme = Readonly<{ kind: 'pkcs1' | 'pss' | 'ecdsa' | 'eddsa'; hash: string | null }>

const schemes: Readonly<Record<string, Scheme>> = {
  '1.2.840.113549.1.1.1': { kind: 'pkcs1', hash: null },
  '1.2.840.113549.1.1.4': { kind: 'pkcs1', hash: 'md5' },
  '1.2.840.113549.1.1.5': { kind: 'pkcs1', hash: 'sha1' },
  '1.2.840.113549.1.1.14': { kind: 'pkcs1', hash: 'sha224' },
  '1.2.840.113549.1.1.11': { kind: 'pkcs1', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { kind: 'pkcs1', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { kind: 'pkcs1', hash: 'sha512' },
  '1.2.840.113549.1.1.10': { kind: 'pss', hash: null },
  '1.2.840.10045.2.1': { kind: 'ecdsa', hash: null },
  '1.2.840.10045.4.1': { kind: 'ecdsa', hash: 'sha1' },
  '1.2.840.10045.4.3.1': { kind: 'ecdsa', hash: 'sha224' },
  '1.2.840.10045.4.3.2': { kind: 'ecdsa', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { kind: 'ecdsa', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { kind: 'ecdsa', hash: 'sha512' },
  '1.3.101.112': { kind: 'eddsa', hash: null },
}

/** The name of a hash as node knows it; throws `DerProblem` for one that is not known. */
export function hashName(algorithm: Der | undefined): string {
  const oid = readOid(childOf(algorithm, 0))
  const found = hashes[oid]
  if (!found) throw new DerProblem(`unknown hash ${oid}`)
  return found
}

/** The hash of some bytes that stand apart. */
export function hashOf(hash: string, ...parts: readonly Uint8Array[]): Buffer {
  const digest = createHash(hash)
  for (const part of parts) digest.update(part)
  return digest.digest()
}

/** What is to be verified, and how it says it was signed. `hash` is used where the algorithm names none. */
export type SignedBytes = Readonly<{ bytes: Uint8Array; algorithm: Der; value: Uint8Array; hash: string }>

/** The hash that a signature algorithm uses. */
export function signatureHash({ algorithm, hash }: Pick<SignedBytes, 'algorithm' | 'hash'>): string {
  const scheme = schemes[readOid(childOf(algorithm, 0))]
  return scheme?.kind === 'pss' ? pssOf(algorithm).hash : (scheme?.hash ?? hash)
}

/** Whether the signature is right; throws `DerProblem` for an algorithm that is not known. */
export function isSignedBy(signed: SignedBytes, key: KeyObject): boolean {
  const oid = readOid(childOf(signed.algorithm, 0))
  const scheme = schemes[oid]
  if (!scheme) throw new DerProblem(`unknown signature algorithm ${oid}`)
  const type = key.asymmetricKeyType
  const fits = { pkcs1: ['rsa'], pss: ['rsa', 'rsa-pss'], ecdsa: ['ec'], eddsa: ['ed25519'] }[scheme.kind]
  if (!fits.includes(type ?? '')) return false
  try {
    if (scheme.kind === 'eddsa') return verify(null, signed.bytes, key, signed.value)
    if (scheme.kind === 'pss') {
      const { hash, saltLength } = pssOf(signed.algorithm)
      const padding = constants.RSA_PKCS1_PSS_PADDING
      return verify(hash, signed.bytes, { key, padding, saltLength }, signed.value)
    }
    return verify(scheme.hash ?? signed.hash, signed.bytes, key, signed.value)
  } catch {
    return false
  }
}

/** Parameters of RSASSA-PSS (RFC 4055 §3.1), SHA-1 and 20 where nothing is said. */
function pssOf(algorithm: Der): Readonly<{ hash: string; saltLength: number }> {
  const parameters = algorithm.children[1]
  const tagged = (tag: number): Der | undefined =>
    parameters?.children.find((child) => child.tag === tag)?.children[0]
  const [hash, salt] = [tagged(0xa0), tagged(0xa2)]
  return {
    hash: hash ? hashName(hash) : 'sha1',
    saltLength: salt ? Number.parseInt(readHexInteger(salt), 16) : 20,
  }
}

/** Whether hash and key are still strong enough (ETSI TS 119 312). */
export function judgeStrength(hash: string, key: KeyObject): readonly Finding[] {
  const bits = key.asymmetricKeyDetails?.modulusLength
  const findings: Finding[] = []
  if (hash === 'md5') findings.push({ code: 'hash_broken', weight: 'grave', detail: 'MD5' })
  if (hash === 'sha1') findings.push({ code: 'hash_weak', weight: 'doubt', detail: 'SHA-1' })
  if (bits !== undefined && bits < 1024)
    findings.push({ code: 'key_broken', weight: 'grave', detail: `RSA ${bits}` })
  else if (bits !== undefined && bits < 2048)
    findings.push({ code: 'key_weak', weight: 'doubt', detail: `RSA ${bits}` })
  return findings
}

const xmlHashes: Readonly<Record<string, string>> = {
  'http://www.w3.org/2000/09/xmldsig#sha1': 'sha1',
  'http://www.w3.org/2001/04/xmlenc#sha256': 'sha256',
  'http://www.w3.org/2001/04/xmldsig-more#sha384': 'sha384',
  'http://www.w3.org/2001/04/xmlenc#sha512': 'sha512',
}

/** The hash that XML names by this address; null when it is not known (RFC 9231). */
export const xmlHash = (address: string): string | null => xmlHashes[address] ?? null

export type XmlScheme = Readonly<{ kind: 'rsa' | 'ecdsa'; hash: string }>

/** The scheme that XML names by this address; null when it is not known (RFC 9231). */
export function xmlScheme(address: string): XmlScheme | null {
  if (address === 'http://www.w3.org/2000/09/xmldsig#rsa-sha1') return { kind: 'rsa', hash: 'sha1' }
  const found = address.match(
    /^http:\/\/www\.w3\.org\/2001\/04\/xmldsig-more#(rsa|ecdsa)-(sha(?:1|256|384|512))$/,
  )
  return found ? { kind: found[1] === 'rsa' ? 'rsa' : 'ecdsa', hash: found[2] ?? '' } : null
}

/** Whether the value is right; that of ECDSA is its two numbers side by side. */
export function isXmlSignedBy(
  { kind, hash }: XmlScheme,
  bytes: Uint8Array,
  value: Uint8Array,
  key: KeyObject,
): boolean {
  if (key.asymmetricKeyType !== (kind === 'rsa' ? 'rsa' : 'ec')) return false
  try {
    return verify(hash, bytes, { key, dsaEncoding: 'ieee-p1363' }, value)
  } catch {
    return false
  }
}
