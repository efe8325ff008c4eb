import { Agent, createServer, request as open, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline, Readable } from 'node:stream'

// `upstream`: answers 10 KB, or 1 GB below /large, and swallows what is posted. `proxy <url>`: the plainest reverse proxy
// to it there is. Each runs in a process of its own and writes its port.
const [role, target = ''] = process.argv.slice(2)

const tenKilobytes = Buffer.alloc(10_240, 'x')
const piece = Buffer.alloc(65_536, 'x')
const pieces = 1_073_741_824 / piece.length

const answerUpstream: RequestListener = (request, response) => {
  if (request.method === 'POST') {
    request.resume().once('end', () => response.writeHead(200, { 'content-length': 2 }).end('ok'))
    return
  }
  if (request.url?.endsWith('/large')) {
    response.writeHead(200, { 'content-length': pieces * piece.length })
    pipeline(Readable.from(Array.from({ length: pieces }, () => piece)), response, () => undefined)
    return
  }
  const headers = { 'content-type': 'application/octet-stream', 'content-length': tenKilobytes.length }
  response.writeHead(200, headers).end(tenKilobytes)
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 })
const { hostname, port } = new URL(target || 'http://127.0.0.1')

const passOn: RequestListener = (request, response) => {
  const { method, url, headers } = request
  const sent = open({ hostname, port, agent, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  sent.once('error', () => response.writeHead(502).end())
  request.pipe(sent)
}

const server = createServer(role === 'proxy' ? passOn : answerUpstream).listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
})
