import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { openSealedText, sealText } from '#platform/secret'
import { insertKey, listKeyRows } from './repository.ts'

/** The key of this installation (Ed25519); its id is the SHA-256 of its public half in DER. */
export type SigningKey = Readonly<{ id: string; privateKey: KeyObject }>

type World = Pick<Context, 'db' | 'secret' | 'clock'>

const purpose = 'message log'
const opened = new WeakMap<Uint8Array, WeakMap<Db, Promise<SigningKey>>>()

/**
 * The newest key that our secret opens, or one made now. Whoever has another secret cannot open the old one, and signs
 * with a new one from then on; what the old one signed is still proved by its public half.
 */
export function getSigningKey(world: World): Promise<SigningKey> {
  const { db, secret } = world
  const ofSecret = opened.get(secret) ?? new WeakMap<Db, Promise<SigningKey>>()
  opened.set(secret, ofSecret)
  const known = ofSecret.get(db)
  if (known) return known
  const found = openOrMake(world)
  ofSecret.set(db, found)
  found.catch(() => ofSecret.delete(db))
  return found
}

async function openOrMake({ db, secret, clock }: World): Promise<SigningKey> {
  for (const { id, sealed_private_key } of (await listKeyRows(db)).toReversed()) {
    const pem = openSealedText(secret, purpose, sealed_private_key)
    if (pem) return { id, privateKey: createPrivateKey(pem) }
  }
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const der = publicKey.export({ type: 'spki', format: 'der' })
  const id = keyIdOf(der)
  const sealed = sealText(secret, purpose, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  await insertKey(db, { id, publicKey: der, sealed, at: clock.now() })
  return { id, privateKey }
}

/** SHA-256 of a public key in DER, in hex. */
export const keyIdOf = (der: Uint8Array): string => createHash('sha256').update(der).digest('hex')

/** A public key that is published: `publicKeyPem` is a SubjectPublicKeyInfo; `madeAt` in RFC 3339. */
export type PublishedKey = Readonly<{
  keyId: string
  algorithm: 'ed25519'
  publicKeyPem: string
  madeAt: string
}>

/** Every key entries were ever signed with, the oldest first. */
export async function listPublicKeys(db: Db): Promise<readonly PublishedKey[]> {
  return (await listKeyRows(db)).map(({ id, public_key, made_at }) => ({
    keyId: id,
    algorithm: 'ed25519',
    publicKeyPem: createPublicKey({ key: public_key, format: 'der', type: 'spki' })
      .export({ type: 'spki', format: 'pem' })
      .toString(),
    madeAt: made_at.toISOString(),
  }))
}
