import { once } from 'node:events'
import type { ServerResponse } from 'node:http'

/**
 * What goes wrong: on the line (it hangs up, never answers, one byte a second, 1 GB, nonsense, our token is over), and in what
 * it says (the content is not what its hash says, the paper is somebody else's, it counts no more, the file does something).
 */
export const vaultFaults = [
  ...(['down', 'slow', 'drip', 'huge', 'garbage', 'expired'] as const),
  ...(['wrong_hash', 'wrong_owner', 'revoked_paper', 'unsafe_file'] as const),
] as const

export type VaultFault = (typeof vaultFaults)[number]

/** Answers as the fault of the line has it. */
export async function answerOnLine(
  fault: VaultFault | null,
  response: ServerResponse,
  answer: () => Promise<Readonly<{ type: string; body: Buffer | string }>>,
): Promise<void> {
  if (fault === 'down') return void response.socket?.destroy()
  if (fault === 'slow') return
  if (fault === 'expired') return void response.writeHead(401).end()
  const { type, body } = await answer()
  response.writeHead(200, { 'content-type': type })
  if (fault === 'garbage') return void response.end('<html><body>Kho đang bảo trì</body>')
  if (fault === 'huge') return await pour(response)
  if (fault === 'drip') return await drip(response, Buffer.from(body))
  response.end(body)
}

async function drip(response: ServerResponse, body: Buffer): Promise<void> {
  for (const byte of body) {
    if (response.destroyed) return
    response.write(Buffer.from([byte]))
    const timer = setTimeout(() => response.emit('drip'), 1000)
    await Promise.race([once(response, 'drip'), once(response, 'close')])
    clearTimeout(timer)
  }
  response.end()
}

async function pour(response: ServerResponse): Promise<void> {
  const piece = Buffer.alloc(1_000_000, ' ')
  for (let count = 0; count < 1000 && !response.destroyed; count += 1) {
    if (!response.write(piece)) await Promise.race([once(response, 'drain'), once(response, 'close')])
  }
  response.end()
}
