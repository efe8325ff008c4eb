import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { answerOnLine, jsonAnswer, type LineAnswer } from '#adapters/faulty-line'
import type { Html } from '#platform/html'
import { listenOnLoopback } from '#platform/loopback'
import { readAtMost } from '#platform/read-at-most'

/**
 * What goes wrong: no answer at all; a silent line after taking; nonsense, 1 GB or a byte a second after taking; a line that
 * breaks after taking. Nothing is taken: tokens are over; our account is in trouble; we ask too often; a code that nobody has
 * described. And each report comes twice; reports are lost; reports are held back and then sent in the wrong order.
 */
export type LineFault =
  | 'none'
  | 'down'
  | 'slow'
  | 'garbage'
  | 'huge'
  | 'drip'
  | 'cut_after_taking'
  | 'expired'
  | 'account_refused'
  | 'busy'
  | 'unknown_code'
  | 'duplicate'
  | 'lossy'
  | 'reorder'

export type LineCall = Readonly<{
  method: string
  path: string
  text: string
  headers: IncomingHttpHeaders
  query: URLSearchParams
}>
type LineReply = Readonly<{ status: number; body: unknown }>

export type LineOptions = Readonly<{
  port?: number
  /** Where reports go; null: none are sent. */
  reportUrl: string | null
  /** Headers that prove a report, over its very text. */
  signReport: (text: string) => Readonly<Record<string, string>>
  /** Answers a call of the API, under `/api/`. */
  answer: (call: LineCall) => LineReply
  /** What this carrier says when our account is in trouble, and what it says by a code that nobody has described. */
  refusals: Readonly<Record<'account_refused' | 'unknown_code', LineReply>>
  /** Everything else: the page that people look at, or where they come back to after a press. */
  page?: (call: LineCall) => Html | string | null
}>

export type StandInLine = Readonly<{
  /** Without a slash at its end. */
  url: string
  fault: () => LineFault
  setFault: (fault: LineFault) => void
  /** Tells what happened, as the fault has it. */
  report: (body: unknown) => void
  /** Until every report that was on its way has arrived or was lost; those held back are sent first. */
  settle: () => Promise<void>
  stop: () => Promise<void>
}>

/** A stand-in of a carrier: an API in JSON that can be broken, and reports that can be lost. */
export async function openStandInLine(options: LineOptions): Promise<StandInLine> {
  const { reportUrl, signReport, port } = options
  let fault: LineFault = 'none'
  const onTheirWay = new Set<Promise<unknown>>()
  const heldBack: string[] = []

  const post = (text: string): void => {
    if (!reportUrl) return
    const headers = { 'content-type': 'application/json', ...signReport(text) }
    const signal = AbortSignal.timeout(10_000)
    const sent = fetch(reportUrl, { method: 'POST', headers, body: text, signal }).catch(() => undefined)
    onTheirWay.add(sent)
    void sent.finally(() => onTheirWay.delete(sent))
  }
  const report = (body: unknown): void => {
    const text = JSON.stringify(body)
    if (fault === 'lossy') return
    if (fault === 'reorder') return void heldBack.unshift(text)
    post(text)
    if (fault === 'duplicate') post(text)
  }

  const server = createServer((request, response) => {
    respond(options, () => fault, request, response).catch(() => request.socket.destroy())
  })
  const { url, stop } = await listenOnLoopback(server, port)
  return {
    url,
    fault: () => fault,
    setFault: (wanted) => {
      fault = wanted
    },
    report,
    settle: async () => {
      for (const text of heldBack.splice(0)) post(text)
      while (onTheirWay.size > 0) await Promise.all(onTheirWay)
    },
    stop,
  }
}

async function respond(
  options: LineOptions,
  faultNow: () => LineFault,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const text = (await readAtMost(request, 1_000_000)).toString('utf8')
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://stand-in')
  const call = { method: request.method ?? 'GET', path, text, headers: request.headers, query }
  if (!path.startsWith('/api/')) return showPage(options, call, response)
  const fault = faultNow()
  const refused = refusalAt(fault, path, options)
  if (refused) return await answerOnLine({ fault: null, response, take: () => refused, garbage: '' })
  const take = () => toAnswer(options.answer(call))
  // It takes what it is given, and says nothing.
  if (fault === 'slow') return void take()
  await answerOnLine({ fault: breaksReports(fault) ? null : fault, response, take, garbage: 'Hệ thống bận' })
}

const breaksReports = (fault: LineFault): boolean => fault === 'lossy' || fault === 'duplicate'

const toAnswer = ({ status, body }: LineReply): LineAnswer => jsonAnswer(status, body)

/** What is said instead of taking the call; null: it is taken. Tokens are renewed all the same. */
function refusalAt(fault: LineFault, path: string, { refusals }: LineOptions): LineAnswer | null {
  if (path.endsWith('/token')) return null
  if (fault === 'expired') return jsonAnswer(401, { error: 'token expired' })
  if (fault === 'busy') return jsonAnswer(429, { error: 'too many requests' })
  return fault === 'account_refused' || fault === 'unknown_code' ? toAnswer(refusals[fault]) : null
}

function showPage({ page }: LineOptions, call: LineCall, response: ServerResponse): void {
  const shown = page?.(call) ?? null
  if (shown === null) return void response.writeHead(404).end()
  if (typeof shown === 'string') return void response.writeHead(303, { location: shown }).end()
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(shown.text)
}
