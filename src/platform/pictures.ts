import { type ChildProcess, type ForkOptions, fork } from 'node:child_process'

/** Why no pages can be made of a file. */
export type PictureFault = 'encrypted' | 'damaged' | 'too_many_pages' | 'too_many_pixels' | 'timed_out'

/** A file that gives no pages, or no more of them. */
export class PictureProblem extends Error {
  override readonly name = 'PictureProblem'
  readonly code: PictureFault
  constructor(code: PictureFault, options?: ErrorOptions) {
    super(code, options)
    this.code = code
  }
}

/** What to make pages of. `from`: the first page wanted, 1 for all. `dotsPerInch`: at which a PDF is made a picture. */
export type PageOrder = Readonly<{
  bytes: Uint8Array
  mediaType: string
  from: number
  dotsPerInch: number
  mostPages: number
}>

/** A page made straight: a JPEG of it and a small one, how it was turned, whether it is empty, the QR codes on it. */
export type PageFromFile = Readonly<{
  page: number
  total: number
  picture: Uint8Array
  thumbnail: Uint8Array
  width: number
  height: number
  dotsPerInch: number
  /** Clockwise: quarter turns and the small angle. */
  turnedDegrees: number
  blank: boolean
  codes: readonly string[]
}>

type Told =
  | Readonly<{ made: PageFromFile }>
  | Readonly<{ end: true }>
  | Readonly<{ problem: PictureFault; cause: string }>

/**
 * How a process that works on large pictures is started: what the C library frees goes back to the system at once
 * (mallopt(3)), and little young memory is enough.
 */
export const leanProcess: Pick<ForkOptions, 'execArgv' | 'env'> = {
  execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=2'],
  env: {
    MALLOC_ARENA_MAX: '1',
    MALLOC_MMAP_THRESHOLD_: '131072',
    MALLOC_TRIM_THRESHOLD_: '131072',
  },
}

const slowestPageMs = 120_000

/**
 * The pages of a picture (JPEG, PNG, WebP) or PDF one after another, each straightened. The work is done in a process that
 * ends with the last page, and its memory with it; a page is made when it is asked for. Throws `PictureProblem`.
 */
export async function* readPages(order: PageOrder): AsyncGenerator<PageFromFile> {
  const child = fork(new URL('./picture-worker.ts', import.meta.url), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    ...leanProcess,
  })
  try {
    child.send(order)
    for (;;) {
      const told = await nextOf(child)
      if ('end' in told) return
      if ('problem' in told) throw new PictureProblem(told.problem, { cause: new Error(told.cause) })
      yield told.made
      child.send('taken')
    }
  } finally {
    child.kill('SIGKILL')
  }
}

async function nextOf(child: ChildProcess): Promise<Told> {
  const { promise, resolve, reject } = Promise.withResolvers<Told>()
  const timer = setTimeout(() => reject(new PictureProblem('timed_out')), slowestPageMs)
  const broken = (cause: unknown) => reject(new PictureProblem('damaged', { cause }))
  const ended = () => broken(new Error('the process of pictures has ended'))
  const told = (message: unknown) => resolve(message as Told)
  child.once('message', told).once('error', broken).once('exit', ended)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    child.off('message', told).off('error', broken).off('exit', ended)
  }
}

const inch = 25.4
const longSideOfA4 = 297

/**
 * How many dots an inch of paper has in a picture. What the scanner says counts when it makes a sheet between a card and A3
 * of it; a telephone does not know, and then the picture is taken for a whole A4 page.
 */
export function dotsPerInchOf(size: Readonly<{ width: number; height: number }>, said: number | null): number {
  const longest = Math.max(size.width, size.height)
  const longMillimetres = said ? (longest / said) * inch : 0
  if (said && said >= 100 && longMillimetres >= 50 && longMillimetres <= 460) return Math.round(said)
  return Math.round((longest / longSideOfA4) * inch)
}
