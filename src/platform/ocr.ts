import { type ChildProcess, fork } from 'node:child_process'
import { leanProcess } from './pictures.ts'
import type { PageText } from './tesseract.ts'

export type { PageText, ReadWord } from './tesseract.ts'

type Told = Readonly<{ text: PageText }> | Readonly<{ problem: string }>

const slowestPageMs = 180_000
const idleMs = 60_000

let reader: ChildProcess | null = null
let idle: NodeJS.Timeout | undefined
let last: Promise<unknown> = Promise.resolve()

/**
 * Reads the Vietnamese text of a picture (JPEG or PNG), one page after another, in a process of its own: what reads needs much
 * memory. It is kept for a minute after the last page. Throws when a page breaks it, or takes longer than three minutes.
 */
export function readText(picture: Uint8Array): Promise<PageText> {
  const reading = last.then(() => readNow(picture))
  last = reading.catch(() => undefined)
  return reading
}

/** Gives the memory of reading back; the next page starts it again. */
export function closeOcr(): void {
  clearTimeout(idle)
  reader?.kill('SIGKILL')
  reader = null
}

function start(): ChildProcess {
  const child = fork(new URL('./ocr-worker.ts', import.meta.url), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    ...leanProcess,
  })
  child.once('exit', () => {
    if (reader === child) reader = null
  })
  child.on('error', () => undefined)
  return child
}

async function readNow(picture: Uint8Array): Promise<PageText> {
  clearTimeout(idle)
  const child = reader ?? start()
  reader = child
  hold(child)
  try {
    const told = await askOnce(child, picture)
    if ('problem' in told) throw new Error(told.problem)
    idle = setTimeout(closeOcr, idleMs).unref()
    return told.text
  } catch (error) {
    closeOcr()
    throw error
  } finally {
    letGo(child)
  }
}

/** An idle reader does not keep the process alive. */
const hold = (child: ChildProcess): void => {
  child.ref()
  child.channel?.ref()
}
const letGo = (child: ChildProcess): void => {
  child.unref()
  child.channel?.unref()
}

async function askOnce(child: ChildProcess, picture: Uint8Array): Promise<Told> {
  const { promise, resolve, reject } = Promise.withResolvers<Told>()
  const timer = setTimeout(() => reject(new Error('a page took too long to read')), slowestPageMs)
  const ended = () => reject(new Error('the process that reads has ended'))
  const told = (message: unknown) => resolve(message as Told)
  child.once('message', told).once('exit', ended).once('error', reject)
  try {
    child.send({ picture })
    return await promise
  } finally {
    clearTimeout(timer)
    child.off('message', told).off('exit', ended).off('error', reject)
  }
}
