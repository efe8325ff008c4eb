import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { decodeJwt, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'
import { lossOf } from '#adapters/faulty-line'

/** How the stand-in can fail; people see its own pages all the same, unless it is down. */
export type VneidFault =
  | 'down'
  | 'slow'
  | 'drip'
  | 'lossy'
  | 'garbage'
  | 'huge'
  | 'wrong_signature'
  | 'clock_skew'
  | 'key_rotation'
  | 'incomplete'

type Key = Readonly<{ privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey']; jwk: JWK }>

export async function makeKey(kid: string): Promise<Key> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  return { privateKey, jwk: { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid } }
}

export type Keys = Readonly<{ first: Key; second: Key; stranger: Key }>

/** Two keys of the provider, and one of somebody else that is named like the first. */
export const makeKeys = async (): Promise<Keys> => ({
  first: await makeKey('stand-in'),
  second: await makeKey('stand-in-2'),
  stranger: await makeKey('stand-in'),
})

/** Whether programs ask for it, and not people. */
export const isForProgram = (path: string): boolean => /^\/(token|jwks|me|\.well-known\/.*)$/.test(path)

/** True when the call was lost; an answer that will be is let go to its end. */
function lose(called: number, response: ServerResponse): boolean {
  const lost = lossOf(called)
  if (lost === 'call') response.destroy()
  if (lost === 'answer') response.end = () => response.destroy()
  return lost === 'call'
}

/**
 * Whether the fault has answered the request, or decided that nobody will; else what goes out may be changed on its way.
 * `called`: how many calls of programs there were.
 */
export function meetFault(
  { fault, called }: Readonly<{ fault: VneidFault | null; called: number }>,
  keys: Keys,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const [path = ''] = (request.url ?? '').split('?', 1)
  const forProgram = isForProgram(path) ? fault : null
  if (forProgram === 'lossy' && lose(called, response)) return true
  if (fault === 'down') request.destroy()
  if (fault === 'down' || forProgram === 'slow') return true
  if (forProgram === 'garbage') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hệ thống đang bảo trì</h1>')
    return true
  }
  if (forProgram === 'huge') {
    sendWithoutEnd(response)
    return true
  }
  if (forProgram === 'drip') letDrip(response)
  changeAnswer(path, fault, keys, response)
  return false
}

/** What the provider itself answers is changed on its way out. */
function changeAnswer(path: string, fault: VneidFault | null, keys: Keys, response: ServerResponse): void {
  if (path === '/jwks') changeJson(response, async () => ({ keys: listPublicKeys(keys, fault) }))
  if (path === '/token') changeJson(response, (answer) => changeToken(answer, fault, keys))
  if (path === '/me' && fault === 'incomplete')
    changeJson(response, async ({ SoDinhDanh: _, ...answer }) => answer)
}

function sendWithoutEnd(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  const piece = ' '.repeat(65_536)
  const send = (): void => {
    while (!response.destroyed && response.write(piece));
    if (!response.destroyed) response.once('drain', send)
  }
  send()
}

/** What will be answered comes a byte a second. */
function letDrip(response: ServerResponse): void {
  const { end, write } = response
  const drip = async (body: Buffer): Promise<void> => {
    for (const byte of body) {
      if (response.destroyed) return
      write.call(response, Buffer.from([byte]), 'latin1')
      await pause(1000, undefined, { ref: false })
    }
    end.call(response, undefined, 'latin1')
  }
  response.end = ((body: unknown) => {
    void drip(Buffer.from(String(body ?? '')))
    return response
  }) as ServerResponse['end']
}

type Json = Readonly<Record<string, unknown>>

/** Lets `change` at the JSON that the provider is about to send. */
function changeJson(response: ServerResponse, change: (answer: Json) => Promise<Json>): void {
  const end = response.end.bind(response) as (text: string) => ServerResponse
  const changed = async (text: string): Promise<void> => {
    const next = response.statusCode === 200 ? JSON.stringify(await change(JSON.parse(text) as Json)) : text
    response.setHeader('content-length', Buffer.byteLength(next))
    end(next)
  }
  response.end = ((chunk: unknown) => {
    changed(String(chunk ?? '')).catch(() => response.destroy())
    return response
  }) as ServerResponse['end']
}

function listPublicKeys({ first, second }: Keys, fault: VneidFault | null): JWK[] {
  const open = ({ jwk: { d: _, ...rest } }: Key): JWK => rest
  return fault === 'key_rotation' ? [open(second), open(first)] : [open(first)]
}

/** The proof of identity signed anew: by a stranger, an hour ago, or by the key of tomorrow. */
async function changeToken(answer: Json, fault: VneidFault | null, keys: Keys): Promise<Json> {
  const claims = decodeJwt(String(answer.id_token))
  const signed = {
    wrong_signature: () => sign(claims, keys.stranger),
    clock_skew: () =>
      sign({ ...claims, iat: (claims.iat ?? 0) - 3600, exp: (claims.exp ?? 0) - 3600 }, keys.first),
    key_rotation: () => sign(claims, keys.second),
  }
  const change = fault && fault in signed ? signed[fault as keyof typeof signed] : null
  return change ? { ...answer, id_token: await change() } : answer
}

const sign = (claims: JWTPayload, { privateKey, jwk }: Key): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: jwk.kid ?? '' }).sign(privateKey)
