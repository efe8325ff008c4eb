import type { AddressInfo, Server } from 'node:net'

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
