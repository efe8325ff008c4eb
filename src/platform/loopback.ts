import type { AddressInfo, Server } from 'node:net'
import { createServer } from 'node:net'

export type OnLoopback = Readonly<{
  /** `http://127.0.0.1:{port}`, or `https:` of a server that speaks it. */
  url: string
  port: number
  /** Ends the connections that are open, too, where the server knows them, as one of HTTP does. */
  stop: () => Promise<void>
}>

type Closing = Readonly<{ closeAllConnections?: () => void }>

/** Lets a server listen on loopback; port 0 takes a free one. Throws what the system says, e.g. that the port is taken. */
export async function listenOnLoopback(server: Server & Closing, port = 0): Promise<OnLoopback> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  const { port: taken } = server.address() as AddressInfo
  const scheme = 'setSecureContext' in server ? 'https' : 'http'
  return {
    url: `${scheme}://127.0.0.1:${taken}`,
    port: taken,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections?.()
      }),
  }
}

/** Ports that no system gives to connections by itself (Linux does from 32768, others from 49152): they stay free until used. */
const ownPorts = { first: 10_000, count: 20_000 }
let tried = 0

/**
 * A port of loopback that nobody listens on, for a program that will in a moment. Each process looks in places of its own,
 * so that two that look at once do not find the same.
 */
export async function findFreePort(): Promise<number> {
  for (let left = ownPorts.count; left > 0; left--) {
    const port = ownPorts.first + ((process.pid * 16 + tried++) % ownPorts.count)
    if (await isFree(port)) return port
  }
  throw new Error('every port is taken')
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((answer) => {
    const probe = createServer()
    probe.once('error', () => answer(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => answer(true)))
  })
