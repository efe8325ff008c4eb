import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * What goes wrong: it takes no connection; it hangs up in the middle; it answers that the content is too large; it
 * answers what nobody understands; it takes nothing; it takes all and says nothing; it answers a byte a second; it answers
 * without end.
 */
export type ClamdFault =
  | 'away'
  | 'hangs_up'
  | 'too_large'
  | 'gibberish'
  | 'takes_nothing'
  | 'slow'
  | 'drip'
  | 'huge'

/** The harmless file every scanner calls malware (eicar.org), in two halves: this source is no malware. */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')

export type StandInClamd = Readonly<{
  url: string
  /** From now on, until it is null again. */
  break: (fault: ClamdFault | null) => void
  /** How many bytes of content it was sent, by scan. */
  scanned: readonly number[]
  close: () => Promise<void>
}>

type State = { fault: ClamdFault | null; readonly scanned: number[] }

/** A scanner that speaks clamd's INSTREAM on loopback, or at a socket path, and knows one malware: `eicar`. */
export async function startStandInClamd(path?: string): Promise<StandInClamd> {
  const state: State = { fault: null, scanned: [] }
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined) // a client that hangs up
    if (state.fault === 'away') socket.destroy()
    else serve(state, socket).catch(() => socket.destroy())
  })
  if (path === undefined) server.listen(0, '127.0.0.1')
  else server.listen(path)
  await once(server, 'listening')
  return {
    url: path === undefined ? `tcp://127.0.0.1:${(server.address() as AddressInfo).port}` : `unix://${path}`,
    break: (fault) => {
      state.fault = fault
    },
    scanned: state.scanned,
    close: async () => {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}

async function serve(state: State, socket: Socket): Promise<void> {
  if (state.fault === 'takes_nothing') return
  const read = makeReader(socket)
  if ((await read(10)).toString('latin1') !== 'zINSTREAM\0') {
    socket.end('UNKNOWN COMMAND\0')
    return
  }
  if (state.fault === 'too_large') socket.end('INSTREAM size limit exceeded. ERROR\0')
  let sizeBytes = 0
  let found = false
  let before = ''
  for (;;) {
    const length = (await read(4)).readUInt32BE()
    if (length === 0) break
    const text = before + (await read(length)).toString('latin1')
    sizeBytes += length
    found ||= text.includes(eicar)
    before = text.slice(-eicar.length)
    if (state.fault === 'hangs_up') socket.destroy()
  }
  state.scanned.push(sizeBytes)
  await answer(state.fault, socket, found ? 'stream: Eicar-Signature FOUND\0' : 'stream: OK\0')
}

async function answer(fault: ClamdFault | null, socket: Socket, verdict: string): Promise<void> {
  if (fault === 'slow') return
  if (fault === 'drip') return await drip(socket, verdict)
  if (fault === 'huge') return void Readable.from(spaces()).pipe(socket)
  socket.end(fault === 'gibberish' ? 'ok?\0' : verdict)
}

/** One byte a second. */
async function drip(socket: Socket, verdict: string): Promise<void> {
  for (const byte of Buffer.from(verdict)) {
    if (socket.destroyed) return
    socket.write(Buffer.from([byte]))
    await pause(1000, undefined, { ref: false })
  }
  socket.end()
}

/** 1 GB. */
function* spaces(): Generator<Buffer> {
  for (let count = 0; count < 1000; count += 1) yield Buffer.alloc(1_000_000, ' ')
}

/** Reads so many bytes at a time, however they come. */
function makeReader(socket: Socket): (length: number) => Promise<Buffer> {
  const pieces = socket[Symbol.asyncIterator]()
  let left: Buffer = Buffer.alloc(0)
  return async (length) => {
    while (left.length < length) {
      const next = await pieces.next()
      if (next.done) throw new Error('the client hung up')
      left = Buffer.concat([left, next.value as Buffer])
    }
    const taken = left.subarray(0, length)
    left = left.subarray(length)
    return taken
  }
}
