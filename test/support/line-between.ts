import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { listenOnLoopback } from '#platform/loopback'

/** What happens to one call on its way. `delayed`: it breaks off and arrives later; `copied`: it arrives, and later once more. */
export type LineMishap =
  | 'none'
  | 'lost'
  | 'answer_lost'
  | 'delayed'
  | 'copied'
  | 'we_crash_before'
  | 'we_crash_after'

type Way = Readonly<{ arrives: boolean; isAnswered: boolean; comesLater?: boolean; weCrash?: boolean }>

const ways: Readonly<Record<LineMishap, Way>> = {
  none: { arrives: true, isAnswered: true },
  lost: { arrives: false, isAnswered: false },
  answer_lost: { arrives: true, isAnswered: false },
  delayed: { arrives: false, isAnswered: false, comesLater: true },
  copied: { arrives: true, isAnswered: true, comesLater: true },
  we_crash_before: { arrives: false, isAnswered: false, weCrash: true },
  we_crash_after: { arrives: true, isAnswered: false, weCrash: true },
}

export type LineCall = Readonly<{ path: string; headers: IncomingMessage['headers']; body: Buffer }>

/**
 * A line on which calls are lost, held up and copied between us and a system, which knows nothing of it; `crash` breaks our side
 * at one. What was held up or copied arrives when the test lets it.
 */
export async function openLine(target: () => string, crash: () => void) {
  const mishaps: LineMishap[] = []
  const underway: LineCall[] = []
  const seen: LineCall[] = []
  let matching: ((call: LineCall) => boolean) | null = null

  const mishapOf = (call: LineCall): LineMishap => {
    if (matching?.(call)) {
      matching = null
      return 'delayed'
    }
    return mishaps.shift() ?? 'none'
  }

  async function carry(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = { path: incoming.url ?? '/', headers: incoming.headers, body: await buffer(incoming) }
    seen.push(call)
    const { arrives, isAnswered, comesLater, weCrash } = ways[mishapOf(call)]
    if (comesLater) underway.push(call)
    const answer = arrives ? await ask(target(), call, response).catch(() => null) : null
    if (weCrash) crash()
    if (answer && isAnswered) return hand(answer, response)
    answer?.destroy()
    response.destroy()
  }

  const server = createServer((incoming, response) => {
    carry(incoming, response).catch(() => response.destroy())
  })
  const { url, stop } = await listenOnLoopback(server)
  return {
    url,
    mishaps,
    /** All that we sent, in order. */
    seen: seen as readonly LineCall[],
    /** The next call that is so is held up. */
    holdUp: (isIt: (call: LineCall) => boolean): void => {
      matching = isIt
    },
    /** What was held up or copied arrives now, the first `count`. */
    letArrive: async (count: number): Promise<void> => {
      for (const call of underway.splice(0, count)) {
        const answer = await ask(target(), call).catch(() => null)
        answer?.destroy()
      }
    },
    stop,
  }
}

function hand(answer: IncomingMessage, response: ServerResponse): void {
  response.writeHead(answer.statusCode ?? 200, answer.headers)
  answer.on('error', () => response.destroy()).pipe(response)
}

/** Hands a call on; given up when who asked is gone. */
const ask = (
  to: string,
  { path, headers, body }: LineCall,
  response?: ServerResponse,
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { host: _, ...sent } = headers
    const asked = request(new URL(path, to), { method: 'POST', headers: sent, agent: false }, resolve)
    asked.on('error', reject)
    response?.once('close', () => asked.destroy())
    asked.end(body)
  })
