import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
const hex = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

/** Whether a request is signed with the secret key as AWS Signature Version 4 wants it, its content included. */
export function isSignedBy(
  request: IncomingMessage,
  content: Buffer,
  { accessKeyId, secretAccessKey }: Readonly<{ accessKeyId: string; secretAccessKey: string }>,
): boolean {
  const { headers, method = '', url = '/' } = request
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    )
  const [, key = '', scope = '', signed = '', signature = ''] = given ?? []
  const contentHash = String(headers['x-amz-content-sha256'] ?? '')
  if (key !== accessKeyId || (contentHash !== 'UNSIGNED-PAYLOAD' && contentHash !== hex(content))) return false
  const { pathname, searchParams } = new URL(url, 'http://store')
  const query = [...searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort((one, other) => Number(one > other) - Number(one < other))
    .join('&')
  const lines = signed.split(';').map((name) => `${name}:${String(headers[name] ?? '').trim()}\n`)
  const canonical = [method, pathname, query, lines.join(''), signed, contentHash].join('\n')
  const [day = '', region = '', service = '', end = ''] = scope.split('/')
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hex(canonical)].join('\n')
  const signingKey = hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, day), region), service), end)
  return timingSafeEqual(hmac(signingKey, toSign), Buffer.from(signature, 'hex'))
}
