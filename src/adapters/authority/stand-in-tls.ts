import { webcrypto } from 'node:crypto'
import type { Certificate } from 'pkijs'
import { Temporal } from 'temporal-polyfill'
import { type CertificateOrder, makeCertificate, makeKeyPair } from './stand-in-certificates.ts'
import { makeSerial } from './stand-in-keys.ts'

type Shown = Readonly<{ key: string; cert: string }>

/** Two certificates for servers on loopback, and who certified them (all PEM): one that counts and one that has ended. */
export type TlsCertificates = Readonly<{ authority: string; valid: Shown; expired: Shown }>

const name = { commonName: 'Chứng thực đóng thế cho máy chủ' }

/** By the clock of the machine, which TLS goes by, whatever the clock of the system says. */
export async function makeTlsCertificates(): Promise<TlsCertificates> {
  const now = Temporal.Now.instant()
  const days = (from: number, to: number) => ({
    validFrom: now.add({ hours: 24 * from }),
    validTo: now.add({ hours: 24 * to }),
  })
  const [rootPair, serverPair] = await Promise.all([makeKeyPair('ecdsa-p256'), makeKeyPair('ecdsa-p256')])
  const issue = (order: Order, { publicKey }: webcrypto.CryptoKeyPair, issuer: Certificate | null) =>
    certify({ ...order, serial: makeSerial(), issuer }, publicKey, rootPair.privateKey)
  const root = await issue({ subject: name, purpose: 'root', ...days(-60, 365) }, rootPair, null)
  const order = { subject: { commonName: '127.0.0.1' }, purpose: 'server' } as const
  const key = pem('PRIVATE KEY', await webcrypto.subtle.exportKey('pkcs8', serverPair.privateKey))
  const show = async (when: ReturnType<typeof days>): Promise<Shown> => ({
    ...{ key, cert: pemOf(await issue({ ...order, ...when }, serverPair, root)) },
  })
  return { authority: pemOf(root), valid: await show(days(-1, 365)), expired: await show(days(-30, -1)) }
}

type Order = Pick<CertificateOrder, 'subject' | 'purpose' | 'validFrom' | 'validTo'>

async function certify(
  order: Omit<CertificateOrder, 'publicKey'>,
  publicKey: webcrypto.CryptoKey,
  signingKey: webcrypto.CryptoKey,
): Promise<Certificate> {
  const spki = new Uint8Array(await webcrypto.subtle.exportKey('spki', publicKey))
  return await makeCertificate({ ...order, publicKey: spki }, signingKey)
}

const pemOf = (certificate: Certificate): string => pem('CERTIFICATE', certificate.toSchema().toBER())

const pem = (label: string, der: ArrayBuffer): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`
