import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Readable } from 'node:stream'
import type { MalwareScanner } from '#modules/papers'

/** How long each step may take, however the scanner fills the time: connecting, taking a piece, answering after the last. */
const usualStepMs = 120_000
const longestAnswer = 4_096

/**
 * Scans by the INSTREAM command of clamd (clamd(8)): the content goes over the wire in pieces, so that scanner and
 * files need not share a disk, and memory does not grow with the file. `url`: `tcp://host:port` or `unix:///path`.
 */
export const openClamd = (url: string, stepMs = usualStepMs): MalwareScanner => ({
  scan: async (content) => {
    const socket = open(url)
    const tooLate = () => socket.destroy(new Error('the malware scanner does not answer'))
    const step = setTimeout(tooLate, stepMs)
    try {
      await once(socket, 'connect')
      const answer = readAnswer(socket)
      // clamd may answer before the end, e.g. that it takes no more: then there is nothing more to send.
      await Promise.race([send(socket, content, () => step.refresh()), answer])
      step.refresh()
      return readVerdict(await answer)
    } finally {
      clearTimeout(step)
      content.destroy()
      socket.destroy()
    }
  },
})

function open(url: string): Socket {
  const { protocol, hostname, port, pathname } = new URL(url)
  return protocol === 'unix:' ? connect(decodeURIComponent(pathname)) : connect(Number(port), hostname)
}

/** Each piece follows its length in four bytes; a piece of no length is the end. */
async function send(socket: Socket, content: Readable, onTaken: () => void): Promise<void> {
  socket.write('zINSTREAM\0')
  for await (const piece of content as AsyncIterable<Buffer>) {
    if (socket.destroyed) return
    const length = Buffer.alloc(4)
    length.writeUInt32BE(piece.length)
    socket.write(length)
    if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), once(socket, 'close')])
    onTaken()
  }
  socket.write(Buffer.alloc(4))
}

/** The answer up to its closing NUL. Rejects when the scanner hangs up before. */
async function readAnswer(socket: Socket): Promise<string> {
  let answer = ''
  for await (const piece of socket) {
    answer += piece
    if (answer.includes('\0')) return answer.slice(0, answer.indexOf('\0'))
    if (answer.length > longestAnswer) break
  }
  throw new Error(`the malware scanner broke off: ${answer.slice(0, 200)}`)
}

/** `stream: OK`, `stream: Eicar-Signature FOUND`, or what it could not do: then nothing is known of the content. */
function readVerdict(answer: string): Awaited<ReturnType<MalwareScanner['scan']>> {
  if (answer === 'stream: OK') return { clean: true }
  const finding = /^stream: (.{1,200}) FOUND$/.exec(answer)?.[1]
  if (finding !== undefined) return { clean: false, finding }
  throw new Error(`the malware scanner could not scan: ${answer.slice(0, 200)}`)
}
