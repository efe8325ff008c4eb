import type { IncomingMessage } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { ConfigError } from '#platform/config'
import type { Context } from '#platform/context'
import type { HttpApp } from '#platform/http'
import { tlsFilesOf } from './tls-files.ts'
import type { TlsMaterial } from './tls-material.ts'

/** What a caller showed on a connection with certificates; `problem`: why it cannot be believed. */
export type ShownCertificate = Readonly<{ sha256: string; problem: string | null }>

const shownOn = new WeakMap<TLSSocket, ShownCertificate>()

/** The certificate a request came with; null on a connection that has none to show, as it is not of the TLS door. */
export function certificateOf({ socket }: Pick<IncomingMessage, 'socket'>): ShownCertificate | null {
  if (!(socket instanceof TLSSocket)) return null
  const known = shownOn.get(socket) ?? readCertificate(socket)
  shownOn.set(socket, known)
  return known
}

function readCertificate(socket: TLSSocket): ShownCertificate {
  const certificate = socket.getPeerX509Certificate()
  if (!certificate) return { sha256: '', problem: 'none was shown' }
  const sha256 = certificate.fingerprint256.replaceAll(':', '').toLowerCase()
  return { sha256, problem: socket.authorized ? null : String(socket.authorizationError) }
}

/** What was said of it on this connection holds no longer: the files by which it was judged have changed. */
const distrust = (socket: Socket): void => {
  if (socket instanceof TLSSocket)
    shownOn.set(socket, { sha256: '', problem: 'the trusted certificates have changed: connect anew' })
}

const headersTimeoutMs = 30_000
/** The systems of a province, each with some connections; who opens more is not let in. */
const mostConnections = 2000

/** A handshake that takes longer is broken off. */
const handshakeTimeoutMs = 10_000
const trust = { requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.2' } as const

export type TlsServer = Readonly<{
  server: Server
  /**
   * New connections are made with these. Those of before come to the end of what is under way, and no request that begins
   * on them after this is believed.
   */
  take: (material: TlsMaterial) => void
}>

/** The server of the door, not listening yet; only `/r1/…` is behind it. */
export function makeTlsServer(app: Pick<HttpApp, 'routing'>, material: TlsMaterial): TlsServer {
  // Bodies may take their time; those that trickle are broken off by the gateway. Without it said, headers might too.
  const patience = {
    requestTimeout: 0,
    headersTimeout: headersTimeoutMs,
    handshakeTimeout: handshakeTimeoutMs,
  }
  const server = createServer({ ...material, ...trust, ...patience }, (request, response) => {
    const { socket } = request
    waiting.delete(socket)
    if (ages.isOld(socket)) {
      response.shouldKeepAlive = false
      distrust(socket)
    }
    response.once('finish', () => {
      if (ages.isOld(socket)) socket.end()
    })
    if (request.url?.startsWith('/r1/')) app.routing(request, response)
    else response.writeHead(404).end()
  })
  const ages = trackAges(server)
  /** Those that have shaken hands and asked nothing yet; to Node they are not idle. */
  const waiting = new Set<Socket>()
  server.on('secureConnection', (socket) => {
    if (ages.isOld(socket)) return void socket.destroy()
    waiting.add(socket)
    socket.once('close', () => waiting.delete(socket))
  })
  server.maxConnections = mostConnections
  const take = (changed: TlsMaterial) => {
    server.setSecureContext({ ...changed, ...trust })
    ages.change()
    server.closeIdleConnections()
    for (const socket of waiting) socket.destroy()
  }
  return { server, take }
}

/**
 * Which connections are judged by files that have changed since: whom they trusted may be revoked now. By which files is
 * settled when a connection opens, before its handshake; both sides of the handshake know it by the address it comes from.
 */
function trackAges(server: Server) {
  let current = 0
  const opened = new Map<string, Readonly<{ judgedBy: number }>>()
  const judgedBy = new WeakMap<Socket, number>()
  const from = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress} ${remotePort}`
  server.prependListener('connection', (socket: Socket) => {
    const address = from(socket)
    const mark = { judgedBy: current }
    opened.set(address, mark)
    // Its address may be that of the next one already.
    socket.once('close', () => opened.get(address) === mark && opened.delete(address))
  })
  server.prependListener('secureConnection', (socket) => {
    judgedBy.set(socket, opened.get(from(socket))?.judgedBy ?? -1)
    opened.delete(from(socket))
  })
  return {
    change: () => void current++,
    isOld: (socket: Socket) => judgedBy.get(socket) !== current,
  }
}

export type TlsDoor = Readonly<{ port: number; stop: () => Promise<void> }>

/**
 * Opens the door on which systems call with certificates (mutual TLS), when the settings name one. A certificate
 * that is wrong is let in as far as the answer that says so.
 */
export async function openTlsDoor(
  app: HttpApp,
  context: Pick<Context, 'config' | 'log'>,
): Promise<TlsDoor | null> {
  const { EXCHANGE_TLS_PORT: port, EXCHANGE_TLS_HOST: host } = context.config
  if (port === undefined) return null
  const files = tlsFilesOf(context)
  if (!files)
    throw new ConfigError('EXCHANGE_TLS_PORT needs EXCHANGE_TLS_KEY_FILE, …_CERTIFICATE_FILE and …_CA_FILE')
  const { server, take } = makeTlsServer(app, files.inUse())
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(port, host, listening)
  })
  const unfollow = files.follow(() => take(files.inUse()))
  const stop = () =>
    new Promise<void>((stopped) => {
      unfollow()
      server.close(() => stopped())
      server.closeIdleConnections()
    })
  return { port: (server.address() as AddressInfo).port, stop }
}
