import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** What can go wrong on the way to a ministry's system and in it, one at a time. */
export const ministryFaults = [
  'down',
  'slow',
  'drip',
  'lossy',
  'duplicate',
  'reorder',
  'garbage',
  'huge',
  'wrong_hash',
  'expired',
] as const

export type MinistryFault = (typeof ministryFaults)[number]

export type Answer = Readonly<{ status: number; body: unknown }>

type Line = Readonly<{
  fault: MinistryFault | null
  request: IncomingMessage
  response: ServerResponse
  /** Takes the call and says what would be answered. */
  take: () => Answer
  /** How many calls came before this one. */
  number: number
}>

/** Answers a call as the fault has it. */
export async function answerOnLine({ fault, request, response, take, number }: Line): Promise<void> {
  if (fault === 'down') return void request.socket.destroy()
  if (fault === 'slow') return
  // Of five calls one is lost on its way, and of one the answer is lost.
  if (fault === 'lossy' && number % 5 === 1) return void request.socket.destroy()
  const first = take()
  if (fault === 'lossy' && number % 5 === 3) return void request.socket.destroy()
  const { status, body } = fault === 'duplicate' ? take() : first
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  if (fault === 'garbage') return void response.end('<html><body>Hệ thống đang nâng cấp</body>')
  if (fault === 'huge') return await pour(response)
  if (fault === 'drip') return await drip(response, JSON.stringify(body))
  response.end(JSON.stringify(body))
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
