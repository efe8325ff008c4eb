import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** What can go wrong on the way to the portal and in it, one at a time. */
export const portalFaults = [
  'down',
  'slow',
  'drip',
  'lossy',
  'duplicate',
  'reorder',
  'garbage',
  'huge',
  'session_over',
  'account_refused',
] as const

export type PortalFault = (typeof portalFaults)[number]

type Line = Readonly<{
  fault: PortalFault | null
  request: IncomingMessage
  response: ServerResponse
  /** Takes the call and says what would be answered. */
  take: () => unknown
  /** How many calls came before this one. */
  number: number
}>

/** Answers a call as the fault has it. */
export async function answerOnLine({ fault, request, response, take, number }: Line): Promise<void> {
  if (fault === 'down') return void request.socket.destroy()
  if (fault === 'slow') return
  // Of seven calls one is lost on its way, and of one the answer is lost.
  if (fault === 'lossy' && number % 7 === 1) return void request.socket.destroy()
  const first = await take()
  if (fault === 'lossy' && number % 7 === 4) return void request.socket.destroy()
  const text = JSON.stringify(fault === 'duplicate' ? await take() : first)
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
  if (fault === 'garbage') return void response.end('<html><body>Cổng đang bảo trì</body>')
  if (fault === 'huge') return await pour(response)
  if (fault === 'drip') return await drip(response, text)
  response.end(text)
}

/** One byte a second. */
async function drip(response: ServerResponse, text: string): Promise<void> {
  for (const byte of Buffer.from(text)) {
    if (response.destroyed) return
    response.write(Buffer.from([byte]))
    const timer = setTimeout(() => response.emit('drip'), 1000)
    await Promise.race([once(response, 'drip'), once(response, 'close')])
    clearTimeout(timer)
  }
  response.end()
}

/** 1 GB that never becomes an answer. */
async function pour(response: ServerResponse): Promise<void> {
  const piece = Buffer.alloc(1_000_000, ' ')
  for (let count = 0; count < 1000 && !response.destroyed; count += 1) {
    if (!response.write(piece)) await Promise.race([once(response, 'drain'), once(response, 'close')])
  }
  response.end()
}
