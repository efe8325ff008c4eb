import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { answerOnLine } from '#adapters/faulty-line'
import { readRange } from '#platform/byte-range'
import { listenOnLoopback } from '#platform/loopback'
import { isSignedBy } from './signature.ts'

/**
 * What goes wrong: it hangs up; it answers 503; it breaks off in the middle of an answer; it sends other bytes; it never
 * answers; its answers come a byte a second; it refuses in 1 GB.
 */
export type S3Fault = 'away' | 'busy' | 'breaks_off' | 'flips_a_byte' | 'slow' | 'drip' | 'huge'

export type StandInS3 = Readonly<{
  endpoint: string
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
  objects: Map<string, Buffer>
  /** From now on, until it is null again. */
  break: (fault: S3Fault | null) => void
  /** What was asked of it, as `PUT part`; the newest last. */
  asked: readonly string[]
  close: () => Promise<void>
}>

type State = {
  fault: S3Fault | null
  readonly objects: Map<string, Buffer>
  readonly uploads: Map<string, Map<number, Buffer>>
}
type Asked = Readonly<{ key: string; query: URLSearchParams; content: Buffer; range: string | undefined }>
type Answer = Readonly<{
  status: number
  content?: Buffer | string
  headers?: Record<string, string | number>
}>

const keys = { accessKeyId: 'motcua-stand-in', secretAccessKey: 'a secret of the stand-in object store' }
const bucket = 'papers'

/** An S3 object store on loopback that keeps its objects in memory; it checks each request's signature. */
export async function startStandInS3(): Promise<StandInS3> {
  const state: State = { fault: null, objects: new Map(), uploads: new Map() }
  const asked: string[] = []
  const server = createServer((request, response) => {
    if (state.fault === 'away') {
      request.socket.destroy()
      return
    }
    serve(state, asked, request, response).catch(() => response.destroy())
  })
  const { url, stop } = await listenOnLoopback(server)
  return {
    endpoint: url,
    bucket,
    region: 'dien-bien-1',
    ...keys,
    objects: state.objects,
    break: (fault) => {
      state.fault = fault
    },
    asked,
    close: stop,
  }
}

async function serve(
  state: State,
  asked: string[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const content = await buffer(request)
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://store')
  const [, inBucket, key = ''] = pathname.split('/')
  const { method = '' } = request
  const { fault } = state
  asked.push(`${method}${query.has('partNumber') ? ' part' : ''}`)
  const answer =
    findRefusal(state, request, content, inBucket) ??
    operations[method]?.(state, { key, query, content, range: request.headers.range })
  const { status, content: body = '', headers = {} } = answer ?? problem(405, 'MethodNotAllowed')
  if (fault === 'slow' || fault === 'drip' || fault === 'huge') {
    const take = () => ({ status, type: 'application/xml', body, headers })
    return await answerOnLine({ fault, response, take, garbage: '' })
  }
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers })
  if (fault === 'breaks_off' && method === 'GET') {
    response.write(body.slice(0, body.length / 2), () => response.destroy())
    return
  }
  response.end(method === 'HEAD' ? undefined : damage(state, method, body))
}

function findRefusal(
  { fault }: State,
  request: IncomingMessage,
  content: Buffer,
  inBucket: string | undefined,
): Answer | null {
  if (fault === 'busy') return problem(503, 'SlowDown')
  if (fault === 'huge') return problem(400, 'InvalidRequest')
  if (!isSignedBy(request, content, keys)) return problem(403, 'SignatureDoesNotMatch')
  return inBucket === bucket ? null : problem(404, 'NoSuchBucket')
}

function damage({ fault }: State, method: string, body: Buffer | string): Buffer | string {
  if (fault !== 'flips_a_byte' || method !== 'GET' || body.length === 0) return body
  const other = Buffer.from(body)
  other[0] = (other[0] ?? 0) ^ 1
  return other
}

const xml = (name: string, inner: Readonly<Record<string, string>>): string =>
  `<?xml version="1.0" encoding="UTF-8"?><${name}>${Object.entries(inner)
    .map(([tag, value]) => `<${tag}>${value}</${tag}>`)
    .join('')}</${name}>`

const problem = (status: number, code: string): Answer => ({
  status,
  content: xml('Error', { Code: code, Message: code }),
  headers: { 'content-type': 'application/xml' },
})

const operations: Readonly<Record<string, (state: State, asked: Asked) => Answer>> = {
  PUT: (state, { key, query, content }) => {
    const parts = state.uploads.get(query.get('uploadId') ?? '')
    if (query.has('uploadId') && !parts) return problem(404, 'NoSuchUpload')
    if (parts) parts.set(Number(query.get('partNumber')), content)
    else state.objects.set(key, content)
    return { status: 200, headers: { etag: `"${content.length}"` } }
  },
  POST: (state, { key, query }) => {
    if (query.has('uploads')) {
      const id = randomUUID()
      state.uploads.set(id, new Map())
      const content = xml('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: id })
      return { status: 200, content }
    }
    const id = query.get('uploadId') ?? ''
    const parts = state.uploads.get(id)
    if (!parts) return problem(404, 'NoSuchUpload')
    state.uploads.delete(id)
    const inOrder = [...parts].sort(([one], [other]) => one - other).map(([, part]) => part)
    state.objects.set(key, Buffer.concat(inOrder))
    return {
      status: 200,
      content: xml('CompleteMultipartUploadResult', { Bucket: bucket, Key: key, ETag: id }),
    }
  },
  GET: read,
  HEAD: read,
  DELETE: (state, { key, query }) => {
    const id = query.get('uploadId')
    if (id) state.uploads.delete(id)
    else state.objects.delete(key)
    return { status: 204 }
  },
}

function read(state: State, { key, range }: Asked): Answer {
  const content = state.objects.get(key)
  if (!content) return problem(404, 'NoSuchKey')
  const part = readRange(range, content.length)
  if (part === 'unsatisfiable') return problem(416, 'InvalidRange')
  if (!part) return { status: 200, content }
  const headers = { 'content-range': `bytes ${part.start}-${part.end}/${content.length}` }
  return { status: 206, content: content.subarray(part.start, part.end + 1), headers }
}
