import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { answerOnLine, jsonAnswer, lossOf } from '#adapters/faulty-line'
import { listenOnLoopback } from '#platform/loopback'
import { readJson } from '#platform/read-json'

export type StandInAnswer = Readonly<{ status?: number; body: unknown }>

export type StandInRequest<T = unknown> = Readonly<{
  body: T
  headers: IncomingMessage['headers']
  /** What stood for `*` in the path. */
  rest: string
}>

export type StandInRoute = Readonly<{
  method: 'GET' | 'POST'
  /** A path from the root; `*` stands for one segment. */
  path: string
  /** Begins a signing: where the line is cut after the call was taken. */
  begins?: boolean
  schema: TSchema
  answer: (request: StandInRequest<never>) => StandInAnswer | Promise<StandInAnswer>
}>

/** A route whose request is checked by the schema before it is answered. */
export const route = <T extends TSchema>(
  given: Omit<StandInRoute, 'answer' | 'schema'> &
    Readonly<{
      schema: T
      answer: (request: StandInRequest<Static<T>>) => StandInAnswer | Promise<StandInAnswer>
    }>,
): StandInRoute => given as StandInRoute

/**
 * What goes wrong on the line: no answer in time, something that is no answer, 1 GB, a byte a second, a cut before or after a
 * signing was begun; calls and answers that get lost.
 */
export type LineFault = 'slow' | 'garbage' | 'huge' | 'drip' | 'cut' | 'cut_after_taking' | 'lossy' | null

export type Served = Readonly<{ url: string; stop: () => Promise<void> }>

type Options = Readonly<{
  port?: number | undefined
  routes: readonly StandInRoute[]
  line: () => LineFault
  /** How this provider says that a request is not as its description says, or not known at all. */
  refuse: (status: 400 | 404) => StandInAnswer
  /** Pages for people: the telephone. True when it answered. */
  page: (request: IncomingMessage, form: URLSearchParams, response: ServerResponse) => boolean
}>

/** Serves the routes of a stand-in on loopback. */
export async function serveStandIn(options: Options): Promise<Served> {
  let called = 0
  const server = createServer((request, response) => {
    called += 1
    const lost = options.line() === 'lossy' ? lossOf(called) : null
    answer(options, lost, request, response).catch(() => response.writeHead(500).end())
  })
  return await listenOnLoopback(server, options.port)
}

async function answer(
  options: Options,
  lost: ReturnType<typeof lossOf>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const text = (await buffer(request)).toString('utf8')
  if (options.page(request, new URLSearchParams(text), response)) return
  const path = (request.url ?? '/').split('?')[0] ?? '/'
  const found = findRoute(options.routes, request.method ?? 'GET', path)
  const fault = options.line()
  if (fault === 'slow') return
  if (fault === 'cut' || lost === 'call') {
    request.socket.destroy()
    return
  }
  const answered = found
    ? await answerRoute(options, found, { text, headers: request.headers })
    : options.refuse(404)
  if (lost || (fault === 'cut_after_taking' && found?.route.begins)) {
    request.socket.destroy()
    return
  }
  await say(answered, fault, response)
}

async function say({ status = 200, body }: StandInAnswer, fault: LineFault, response: ServerResponse) {
  const said = fault === 'garbage' ? { status_code: 'hai trăm', data: [] } : body
  const broken = fault === 'huge' || fault === 'drip' ? fault : null
  await answerOnLine({ fault: broken, response, take: () => jsonAnswer(status, said), garbage: '' })
}

type Found = Readonly<{ route: StandInRoute; rest: string }>

function findRoute(routes: readonly StandInRoute[], method: string, path: string): Found | null {
  for (const known of routes) {
    const [head = '', tail = ''] = known.path.split('*')
    const exact = !known.path.includes('*')
    const fits = exact ? path === known.path : path.startsWith(head) && path.endsWith(tail)
    if (known.method === method && fits) {
      return {
        route: known,
        rest: exact ? '' : decodeURIComponent(path.slice(head.length, path.length - tail.length)),
      }
    }
  }
  return null
}

type Arrived = Readonly<{ text: string; headers: IncomingMessage['headers'] }>

async function answerRoute({ refuse }: Options, { route: known, rest }: Found, { text, headers }: Arrived) {
  const body = readJson(text)
  if (!Check(known.schema, body)) return refuse(400)
  return await known.answer({ body, headers, rest } as StandInRequest<never>)
}
