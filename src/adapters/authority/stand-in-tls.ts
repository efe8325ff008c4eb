import { webcrypto } from 'node:crypto'
import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:https'
import type { Certificate } from 'pkijs'
import { Temporal } from 'temporal-polyfill'
import { type CertificateOrder, type Holder, makeCertificate, makeKeyPair } from './stand-in-certificates.ts'
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
  const root = await issue({ subject: name, purpose: 'root', ...days(-60, 365) }, null)
  const order = { subject: { commonName: '127.0.0.1' }, purpose: 'server' } as const
  return {
    authority: pem('CERTIFICATE', root.certificate.toSchema().toBER()),
    valid: await show(await issue({ ...order, ...days(-1, 365) }, root)),
    expired: await show(await issue({ ...order, ...days(-30, -1) }, root)),
  }
}

type Order = Pick<CertificateOrder, 'subject' | 'purpose' | 'validFrom' | 'validTo'>

async function issue(order: Order, issuer: Holder | null): Promise<Holder> {
  const { publicKey, privateKey } = await makeKeyPair('ecdsa-p256')
  const spki = new Uint8Array(await webcrypto.subtle.exportKey('spki', publicKey))
  const certificate: Certificate = await makeCertificate(
    { ...order, publicKey: spki, serial: makeSerial(), issuer: issuer?.certificate ?? null },
    issuer?.privateKey ?? privateKey,
  )
  return { certificate, privateKey }
}

async function show({ certificate, privateKey }: Holder): Promise<Shown> {
  return {
    key: pem('PRIVATE KEY', await webcrypto.subtle.exportKey('pkcs8', privateKey)),
    cert: pem('CERTIFICATE', certificate.toSchema().toBER()),
  }
}

const pem = (label: string, der: ArrayBuffer): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`

/** A server that speaks TLS; `show` changes the certificate that the next connection sees, and ends those there are. */
export function openTlsServer(
  { valid, expired }: TlsCertificates,
  listener: RequestListener,
): Readonly<{ server: Server; show: (which: 'valid' | 'expired') => void }> {
  const server = createServer(valid, listener)
  return {
    server: server as unknown as Server,
    show(which) {
      // A context of its own has its own tickets: no session is resumed without looking at the certificate.
      server.setSecureContext(which === 'valid' ? valid : expired)
      server.closeAllConnections()
    },
  }
}
