import { randomBytes, webcrypto } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Certificate } from 'pkijs'
import { Temporal } from 'temporal-polyfill'
import {
  type CertificateOrder,
  type Holder,
  type KeyAlgorithm,
  makeCertificate,
  makeKeyPair,
} from './stand-in-certificates.ts'

const roles = ['root', 'issuer', 'timestamp', 'ocsp'] as const
type Role = (typeof roles)[number]

/** The keys and certificates of the authority itself, and the port its certificates name. */
export type AuthorityKeys = Readonly<Record<Role, Holder>>

const algorithms: Readonly<Record<Role, KeyAlgorithm>> = {
  root: 'ecdsa-p256',
  issuer: 'ecdsa-p256',
  timestamp: 'rsa-2048',
  ocsp: 'ecdsa-p256',
}

const commonNames: Readonly<Record<Role, string>> = {
  root: 'Một Cửa Stand-in Root',
  issuer: 'Một Cửa Stand-in CA',
  timestamp: 'Một Cửa Stand-in TSA',
  ocsp: 'Một Cửa Stand-in OCSP',
}

const founded = Temporal.Instant.from('2020-01-01T00:00:00+07:00')
const closes = Temporal.Instant.from('2045-01-01T00:00:00+07:00')

/** Reads the authority from `folder`, or makes it and keeps it there; without a folder it lives as long as the process. */
export async function openAuthorityKeys(folder: string | null, url: string): Promise<AuthorityKeys> {
  const file = folder && join(folder, 'authority.json')
  if (file && existsSync(file)) return readKeys(JSON.parse(readFileSync(file, 'utf8')) as KeptKeys)
  const keys = await foundAuthority(url)
  if (file) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(file, JSON.stringify(await describeKeys(keys)), { mode: 0o600 })
  }
  return keys
}

/** Serial numbers are positive, at most 20 octets and not to be guessed (RFC 5280 §4.1.2.2). */
export function makeSerial(): Uint8Array {
  const serial = new Uint8Array(randomBytes(16))
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40
  return serial
}

async function foundAuthority(url: string): Promise<AuthorityKeys> {
  const root = await found('root', null, {})
  const issuer = await found('issuer', root, { crlUrl: `${url}/crl/root`, issuerUrl: `${url}/ca/root` })
  const addresses = { crlUrl: `${url}/crl`, ocspUrl: `${url}/ocsp`, issuerUrl: `${url}/ca` }
  return {
    root,
    issuer,
    timestamp: await found('timestamp', issuer, addresses),
    ocsp: await found('ocsp', issuer, {}),
  }
}

type Addresses = Pick<CertificateOrder, 'crlUrl' | 'ocspUrl' | 'issuerUrl'>

async function found(role: Role, issuer: Holder | null, addresses: Addresses): Promise<Holder> {
  const pair = await makeKeyPair(algorithms[role])
  const order: CertificateOrder = {
    subject: { commonName: commonNames[role], organisation: 'Một Cửa' },
    publicKey: new Uint8Array(await webcrypto.subtle.exportKey('spki', pair.publicKey)),
    serial: makeSerial(),
    validFrom: founded,
    validTo: closes,
    purpose: role,
    issuer: issuer?.certificate ?? null,
    ...addresses,
  }
  const certificate = await makeCertificate(order, issuer?.privateKey ?? pair.privateKey)
  return { certificate, privateKey: pair.privateKey }
}

type KeptKeys = Readonly<Record<Role, Readonly<{ certificate: string; privateKey: string }>>>

async function describeKeys(keys: AuthorityKeys): Promise<KeptKeys> {
  const entries = roles.map(async (role) => {
    const { certificate, privateKey } = keys[role]
    const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', privateKey)
    const kept = {
      certificate: Buffer.from(certificate.toSchema().toBER()).toString('base64'),
      privateKey: Buffer.from(pkcs8).toString('base64'),
    }
    return [role, kept] as const
  })
  return Object.fromEntries(await Promise.all(entries)) as KeptKeys
}

async function readKeys(kept: KeptKeys): Promise<AuthorityKeys> {
  const entries = roles.map(async (role) => {
    const certificate = Certificate.fromBER(Buffer.from(kept[role].certificate, 'base64'))
    const pkcs8 = Buffer.from(kept[role].privateKey, 'base64')
    const privateKey = await webcrypto.subtle.importKey('pkcs8', pkcs8, importAs(algorithms[role]), true, [
      'sign',
    ])
    return [role, { certificate, privateKey }] as const
  })
  return Object.fromEntries(await Promise.all(entries)) as AuthorityKeys
}

const importAs = (algorithm: KeyAlgorithm) =>
  algorithm === 'ecdsa-p256'
    ? { name: 'ECDSA', namedCurve: 'P-256' }
    : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
