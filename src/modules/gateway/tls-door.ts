import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { type SecureContextOptions, TLSSocket } from 'node:tls'
import { ConfigError, type Environment } from '#platform/config'
import type { HttpApp } from '#platform/http'

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

/** Our key, our certificate and the authorities of the others; null when the settings name none. Throws `ConfigError`. */
export function readTlsFiles(
  config: Environment,
): Required<Pick<SecureContextOptions, 'key' | 'cert' | 'ca'>> | null {
  const {
    EXCHANGE_TLS_KEY_FILE: key,
    EXCHANGE_TLS_CERTIFICATE_FILE: certificate,
    EXCHANGE_TLS_CA_FILE: authorities,
  } = config
  if (key === undefined && certificate === undefined && authorities === undefined) return null
  return {
    key: read('EXCHANGE_TLS_KEY_FILE', key),
    cert: read('EXCHANGE_TLS_CERTIFICATE_FILE', certificate),
    ca: read('EXCHANGE_TLS_CA_FILE', authorities),
  }
}

function read(setting: string, file: string | undefined): Buffer {
  if (file === undefined)
    throw new ConfigError(`${setting} is missing: mutual TLS needs key, certificate and authorities`)
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new ConfigError(`${setting}: ${file} cannot be read`, { cause })
  }
}

const headersTimeoutMs = 30_000
/** The systems of a province, each with some connections; who opens more is not let in. */
const mostConnections = 2000

/** The server of the door, not listening yet; only `/r1/…` is behind it. */
export function makeTlsServer(
  app: Pick<HttpApp, 'routing'>,
  files: NonNullable<ReturnType<typeof readTlsFiles>>,
): Server {
  const trust = { requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.2' } as const
  // Bodies may take their time; those that trickle are broken off by the gateway. Without it said, headers might too.
  const patience = { requestTimeout: 0, headersTimeout: headersTimeoutMs }
  const server = createServer({ ...files, ...trust, ...patience }, (request, response) => {
    if (request.url?.startsWith('/r1/')) app.routing(request, response)
    else response.writeHead(404).end()
  })
  server.maxConnections = mostConnections
  return server
}

export type TlsDoor = Readonly<{ port: number; stop: () => Promise<void> }>

/**
 * Opens the door on which systems call with certificates (mutual TLS), when the settings name one. A certificate
 * that is wrong is let in as far as the answer that says so.
 */
export async function openTlsDoor(app: HttpApp, config: Environment): Promise<TlsDoor | null> {
  const { EXCHANGE_TLS_PORT: port, EXCHANGE_TLS_HOST: host } = config
  if (port === undefined) return null
  const files = readTlsFiles(config)
  if (!files)
    throw new ConfigError('EXCHANGE_TLS_PORT needs EXCHANGE_TLS_KEY_FILE, …_CERTIFICATE_FILE and …_CA_FILE')
  const server = makeTlsServer(app, files)
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(port, host, listening)
  })
  const stop = () =>
    new Promise<void>((stopped) => {
      server.close(() => stopped())
      server.closeIdleConnections()
    })
  return { port: (server.address() as AddressInfo).port, stop }
}
