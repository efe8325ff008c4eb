import {
  constants,
  createHash,
  createPrivateKey,
  generateKeyPair,
  type KeyObject,
  privateEncrypt,
} from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Temporal } from 'temporal-polyfill'
import type { IssuedCertificate, IssueOrder } from '#adapters/authority'

/** Somebody who has a key at a provider: a person, or an agency with its seal. */
export type StandInSigner = Readonly<{
  account: string
  kind: 'person' | 'seal'
  commonName: string
  organisation?: string
  personalId?: string
  /** What the signer types where the provider asks for it. */
  password?: string
}>

export type Credential = Readonly<{
  credentialId: string
  /** Hexadecimal. */
  serialNumber: string
  /** DER: the signer's, its issuer, the root. */
  chain: readonly Uint8Array[]
  privateKey: KeyObject
}>

export type SignerKeys = Readonly<{
  signers: readonly StandInSigner[]
  /** Null when nobody has that account. The key is made when it is asked for first. */
  find: (account: string) => Promise<Credential | null>
  /** The same signer with a certificate whose validity has passed. */
  findExpired: (account: string) => Promise<Credential | null>
}>

type Options = Readonly<{
  signers: readonly StandInSigner[]
  issue: (order: IssueOrder) => Promise<IssuedCertificate>
  /** Where keys outlive the process; without it they do not. */
  folder?: string | undefined
}>

/** Keys of the signers of a stand-in: RSA of 2048 bits, as the providers give them; made lazily, kept in `folder`. */
export function openSignerKeys({ signers, issue, folder }: Options): SignerKeys {
  const made = new Map<string, Promise<Credential>>()
  const open = (account: string, expired: boolean): Promise<Credential> | null => {
    const signer = signers.find((one) => one.account === account)
    if (!signer) return null
    const name = `${expired ? 'expired-' : ''}${account}`
    const known = made.get(name) ?? openCredential(signer, name, { issue, folder, expired })
    made.set(name, known)
    return known
  }
  return {
    signers,
    find: async (account) => await open(account, false),
    findExpired: async (account) => await open(account, true),
  }
}

type Kept = Readonly<{ serialNumber: string; chain: readonly string[]; privateKey: string }>
type Making = Omit<Options, 'signers'> & Readonly<{ expired: boolean }>

async function openCredential(signer: StandInSigner, name: string, making: Making): Promise<Credential> {
  const file = making.folder && join(making.folder, `${createHash('sha256').update(name).digest('hex')}.json`)
  const kept =
    file && existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as Kept)
      : await makeCredential(signer, making)
  if (file && !existsSync(file)) {
    mkdirSync(making.folder ?? '', { recursive: true, mode: 0o700 })
    writeFileSync(file, JSON.stringify(kept), { mode: 0o600 })
  }
  return {
    credentialId: `${signer.account}-${kept.serialNumber.slice(-8)}`,
    serialNumber: kept.serialNumber,
    chain: kept.chain.map((der) => new Uint8Array(Buffer.from(der, 'base64'))),
    privateKey: createPrivateKey(kept.privateKey),
  }
}

const between = (from: string, to: string) => ({
  validFrom: Temporal.Instant.from(`${from}T00:00:00+07:00`),
  validTo: Temporal.Instant.from(`${to}T00:00:00+07:00`),
})

/** Long enough for a demonstration whose clock stands anywhere. */
const validity = between('2024-01-01', '2044-01-01')
const validityPassed = between('2021-01-01', '2024-01-01')

async function makeCredential(signer: StandInSigner, { issue, expired }: Making): Promise<Kept> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const { commonName, organisation, personalId, kind } = signer
  const issued = await issue({
    kind,
    commonName,
    ...(organisation && { organisation }),
    ...(personalId && { personalId }),
    publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }),
    ...(expired ? validityPassed : validity),
  })
  return {
    serialNumber: issued.serialNumber,
    chain: issued.chain.map((der) => Buffer.from(der).toString('base64')),
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

/** The DER before a SHA-256 in what PKCS #1 v1.5 signs (RFC 8017 §9.2, note 1). */
const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex')

/** PKCS #1 v1.5 over a hash that somebody else took. */
export const signHash = (privateKey: KeyObject, sha256: Uint8Array): Buffer =>
  privateEncrypt(
    { key: privateKey, padding: constants.RSA_PKCS1_PADDING },
    Buffer.concat([digestInfo, Buffer.from(sha256)]),
  )
