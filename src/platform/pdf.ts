import { Worker } from 'node:worker_threads'
import { defineErrors } from './errors.ts'
import type { Printed, PrintOrder } from './pdf-worker.ts'

export const pdfProblem = defineErrors({
  'pdf.bad_template': [500, 'A print template is wrong; the log says where. Nothing was written.'],
  'pdf.timed_out': [503, 'A document took too long to set; ask for it again later.'],
  'pdf.busy': [503, 'Too many documents are waiting to be set; ask again later.'],
})

/** Sets documents, one after another, in a thread of its own: the server keeps answering meanwhile. */
export type PdfPress = Readonly<{
  /**
   * Typst `source` with `data` (as JSON in `sys.inputs.data`) to PDF/A-2b. What people typed is data, never markup; what
   * the fonts cannot show becomes □. Throws `pdf.bad_template`, `pdf.timed_out` or `pdf.busy`.
   */
  print: (source: string, data: unknown) => Promise<Buffer>
  close: () => Promise<void>
}>

type Waiting = Readonly<{
  order: PrintOrder
  resolve: (pdf: Buffer) => void
  reject: (error: Error) => void
}>

/** Opens a press. Its thread starts with the first document, and does not keep the process alive when idle. */
export function openPdfPress({ timeoutMs = 30_000, mostWaiting = 500 } = {}): PdfPress {
  const waiting: Waiting[] = []
  let worker: Worker | undefined
  let current: Waiting | undefined
  let timer: NodeJS.Timeout | undefined

  function next(): void {
    current = waiting.shift()
    if (!current) {
      worker?.unref()
      return
    }
    worker ??= start()
    worker.ref()
    timer = setTimeout(() => abandon(pdfProblem('pdf.timed_out')), timeoutMs)
    worker.postMessage(current.order)
  }

  function start(): Worker {
    const started = new Worker(new URL('./pdf-worker.ts', import.meta.url))
    started.on('message', (printed: Printed) => {
      if (started !== worker) return
      settle((waiter) =>
        'pdf' in printed
          ? waiter.resolve(Buffer.from(printed.pdf.buffer, printed.pdf.byteOffset, printed.pdf.byteLength))
          : waiter.reject(
              pdfProblem(
                'pdf.bad_template',
                {},
                {
                  cause: new Error(printed.line ? `line ${printed.line}: ${printed.problem}` : printed.problem),
                },
              ),
            ),
      )
    })
    started.on('error', (error) => {
      if (started === worker) abandon(pdfProblem('pdf.bad_template', {}, { cause: error }))
    })
    return started
  }

  function settle(tell: (waiter: Waiting) => void): void {
    clearTimeout(timer)
    const waiter = current
    if (waiter) tell(waiter)
    next()
  }

  /** Gives the thread up, since it may never come back; the next document gets a new one. */
  function abandon(error: Error): void {
    const lost = worker
    worker = undefined
    lost?.unref()
    lost?.terminate().catch(() => undefined)
    settle((waiter) => waiter.reject(error))
  }

  return {
    print(source, data) {
      if (waiting.length >= mostWaiting) return Promise.reject(pdfProblem('pdf.busy'))
      return new Promise((resolve, reject) => {
        waiting.push({ order: orderOf(source, data), resolve, reject })
        if (!current) next()
      })
    },
    async close() {
      const last = worker
      worker = undefined
      await last?.terminate()
    },
  }
}

const press = openPdfPress()

/** Prints on the press of this process. */
export const printPdf: PdfPress['print'] = (source, data) => press.print(source, data)

/** What is sent to where it is set. */
export const orderOf = (source: string, data: unknown): PrintOrder => ({
  source,
  data: JSON.stringify(data, keepPrintable),
})

// What both faces of Tinos hold, of what is written in Vietnam: Latin, combining marks, Cyrillic, signs.
const unprintable =
  /[^\n\u0020-\u007e\u00a0-\u036f\u0400-\u0513\u1ea0-\u1ef9\u2012-\u2022\u2026\u2032-\u2034\u20ab\u2116\u2122\u2190-\u2195\u2212\u2264\u2265\u25a1]/gu

/** PDF/A shows every character or none of the document: one the fonts lack becomes □, controls become a space. */
function keepPrintable(_key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  return value
    .normalize('NFC')
    .replace(/[\u2010\u2011]/g, '-')
    .replace(/[^\S\n]|[^\P{Cc}\n]/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .replace(unprintable, '□')
}
