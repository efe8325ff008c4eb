import type { ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { lossOf } from './loss-of.ts'

/** What would be answered, whole and in time. */
export type LineAnswer = Readonly<{
  status: number
  type: string
  body: Buffer | string
  /** Others than its type. */
  headers?: Readonly<Record<string, string | number>>
}>

export const jsonAnswer = (status: number, body: unknown): LineAnswer => ({
  ...{ status, type: 'application/json; charset=utf-8', body: JSON.stringify(body) },
})

/**
 * What can go wrong on any line: no answer; none in time; calls and answers that get lost; each call taken twice; nonsense; an
 * answer of 1 GB; a byte a second; hanging up after taking.
 */
export const lineFaults = [
  ...(['down', 'slow', 'lossy', 'duplicate'] as const),
  ...(['garbage', 'huge', 'drip', 'cut_after_taking'] as const),
] as const

export type LineFault = (typeof lineFaults)[number]

type Line = Readonly<{
  /** What `lineFaults` lists breaks the line; another is not the line's. */
  fault: string | null
  response: ServerResponse
  /** Takes the call. */
  take: () => LineAnswer | Promise<LineAnswer>
  /** What stands there instead of an answer, as HTML. */
  garbage: string
  /** Which call this is, from 1; of `of` calls a lossy line loses one, and the answer of another. */
  turn?: Readonly<{ number: number; of: number }>
}>

/** Answers a call as the fault has it. */
export async function answerOnLine({ fault, response, take, garbage, turn }: Line): Promise<void> {
  if (fault === 'down') return void response.destroy()
  if (fault === 'slow') return
  const lost = fault === 'lossy' && turn ? lossOf(turn.number, turn.of) : null
  if (lost === 'call') return void response.destroy()
  const first = await take()
  if (lost || fault === 'cut_after_taking') return void response.destroy()
  const { status, type, body, headers } = fault === 'duplicate' ? await take() : first
  response.writeHead(status, { 'content-type': type, ...headers })
  if (fault === 'garbage') return void response.end(`<html><body>${garbage}</body>`)
  if (fault === 'huge') return await pour(response)
  if (fault === 'drip') return await drip(response, Buffer.from(body))
  response.end(body)
}

/** One byte a second. */
async function drip(response: ServerResponse, body: Buffer): Promise<void> {
  for (const byte of body) {
    if (response.destroyed) return
    response.write(Buffer.from([byte]))
    await pause(1000, undefined, { ref: false })
  }
  response.end()
}

/** 1 GB that never becomes an answer. */
async function pour(response: ServerResponse): Promise<void> {
  const piece = Buffer.alloc(1_000_000, ' ')
  for (let count = 0; count < 1000 && !response.destroyed; count += 1) {
    await new Promise<void>((resolve) => response.write(piece, () => resolve()))
  }
  response.end()
}
