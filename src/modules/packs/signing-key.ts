import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'

/** A key that signs pack files: the private JWK, what of it is public, and the fingerprint people compare (RFC 7638). */
export type SigningKey = Readonly<{ secret: JWK; publicKey: JWK; fingerprint: string }>

/** The key of this installation, made at its first use and kept in `dataDir/keys`, readable by us alone. */
export async function readSigningKey(dataDir: string): Promise<SigningKey> {
  const folder = join(dataDir, 'keys')
  const file = join(folder, 'pack-signing.json')
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeNew(file, `${JSON.stringify(await makeSecret())}\n`)
  }
  return await describeKey(JSON.parse(readFileSync(file, 'utf8')) as JWK)
}

async function makeSecret(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  return await exportJWK(privateKey)
}

/** Two that make it at the same time end up with one. */
function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

async function describeKey(secret: JWK): Promise<SigningKey> {
  const { d: _, ...publicKey } = secret
  return { secret, publicKey, fingerprint: await fingerprintOf(publicKey) }
}

/** How people name a key: the SHA-256 thumbprint of its public part. */
export const fingerprintOf = (publicKey: JWK): Promise<string> => calculateJwkThumbprint(publicKey)
