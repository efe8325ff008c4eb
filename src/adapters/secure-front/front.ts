import { connect, type Socket } from 'node:net'
import { pipeline } from 'node:stream'
import { createServer, getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { TlsCertificates } from '#adapters/authority'
import { listenOnLoopback } from '#platform/loopback'

export type SecureFront = Readonly<{
  /** The address it was opened for, and of anything else at that server, as it is reached by TLS. */
  url: string
  urlOf: (address: string) => string
  /** Changes the certificate; who is connected has to connect again, and looks at it. */
  show: (which: keyof Shown) => void
  shows: () => keyof Shown
  stop: () => Promise<void>
}>

type Shown = Pick<TlsCertificates, 'valid' | 'expired'>

let made: Promise<TlsCertificates> | undefined

/** The certificates of this process, made once; who certified them is trusted by it alone, for as long as it lives. */
function findCertificates(): Promise<TlsCertificates> {
  const make = async () => {
    const { makeTlsCertificates } = await import('#adapters/authority')
    const certificates = await makeTlsCertificates()
    setDefaultCACertificates([...getCACertificates('default'), certificates.authority])
    return certificates
  }
  made ??= make()
  return made
}

/**
 * Speaks TLS in front of a stand-in on loopback that does not: what comes is handed on as it is, byte by byte, and so is what
 * is answered. Its certificate can have expired.
 */
export async function openSecureFront(address: string): Promise<SecureFront> {
  const certificates = await findCertificates()
  const port = Number(new URL(address).port)
  const open = new Set<Socket>()
  const server = createServer({ ...certificates.valid, allowHalfOpen: true }, (secure) => {
    const plain = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    pipeline(secure, plain, () => undefined)
    pipeline(plain, secure, () => undefined)
  })
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  const endAll = (): void => {
    for (const socket of open) socket.destroy()
  }
  const { url, stop } = await listenOnLoopback(Object.assign(server, { closeAllConnections: endAll }))
  let shown: keyof Shown = 'valid'
  const urlOf = (at: string): string => `${url}${new URL(at).pathname}`.replace(/\/$/, '')
  return {
    url: urlOf(address),
    urlOf,
    shows: () => shown,
    show(which) {
      if (which === shown) return
      shown = which
      // A context of its own has its own tickets: no session is resumed without looking at the certificate.
      server.setSecureContext(certificates[which])
      endAll()
    },
    stop,
  }
}
