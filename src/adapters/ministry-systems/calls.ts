import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { explainFailedCall } from '#platform/failed-call'
import { readJson } from '#platform/read-json'
import { sendJson } from '#platform/send-json'
import { envelope, tokenAnswer } from './wire.ts'

/** Nobody knows whether the system took the call: it did not answer in time, or not with something that can be read. */
export class MinistryUnreachable extends Error {
  override readonly name = 'MinistryUnreachable'
}

export const usualPaths = {
  token: '/api/GetToken',
  nextValue: '/api/GetNextValue',
  upload: '/api/UploadFile',
  create: '/api/NoiHoSo',
  progress: '/api/CapNhatTienTrinh',
  state: '/api/CapNhatTrangThai',
  find: '/api/TraCuuHoSo',
  reports: '/api/DanhSachHoSo',
} as const

export type MinistryConnection = Readonly<{
  url: string
  clientId: string
  clientSecret: string
  /** Of the calls, where the contract has others than the usual. */
  paths?: Partial<Record<keyof typeof usualPaths, string>>
  /** Codes of the envelope that mean done; unset: 200, 0 and 00. */
  doneCodes?: readonly string[]
  timeoutMs?: number
  mostBytes?: number
}>

/** What an answer means. `exists`: it has that dossier already; `refused`: it will never take this, and why. */
export type Meaning =
  | Readonly<{ kind: 'done'; data: unknown }>
  | Readonly<{ kind: 'exists' }>
  | Readonly<{ kind: 'unknown' }>
  | Readonly<{ kind: 'refused'; reason: string }>

export type Calls = Readonly<{
  call: (path: keyof typeof usualPaths, body: object) => Promise<Meaning>
  /** The same, where only an answer of this shape will do. Throws `MinistryUnreachable` for any other. */
  get: <T extends TSchema>(path: keyof typeof usualPaths, body: object, shape: T) => Promise<Static<T>>
}>

type Answer = Readonly<{ status: number; body: unknown }>

/** The calls of a system, with a token that is taken when needed and once more when it is over. */
export function openCalls(connection: MinistryConnection): Calls {
  const { clientId, clientSecret } = connection
  let token: Readonly<{ text: string; untilMs: number }> | null = null

  async function takeToken(): Promise<string> {
    if (token && performance.now() < token.untilMs) return token.text
    const { status, body } = await post(connection, 'token', {
      client_id: clientId,
      client_secret: clientSecret,
    })
    if (status !== 200 || !Check(tokenAnswer, body))
      throw new MinistryUnreachable(`the ministry system gives no token (HTTP ${status})`)
    // A minute less than it says, so that none ends under way.
    token = { text: body.access_token, untilMs: performance.now() + Math.max(0, body.expires_in - 60) * 1000 }
    return token.text
  }

  async function call(path: keyof typeof usualPaths, body: object): Promise<Meaning> {
    const first = await post(connection, path, body, await takeToken())
    if (first.status !== 401) return readMeaning(first, connection.doneCodes)
    token = null
    return readMeaning(await post(connection, path, body, await takeToken()), connection.doneCodes)
  }

  return {
    call,
    async get(path, body, shape) {
      const meaning = await call(path, body)
      if (meaning.kind === 'done' && Check(shape, meaning.data)) return meaning.data
      const said = meaning.kind === 'refused' ? meaning.reason : 'not as described'
      throw new MinistryUnreachable(`the ministry system's answer cannot be used: ${said}`)
    },
  }
}

/** Reads an answer: the only place that knows the codes and sentences. Throws when it is none. */
function readMeaning({ status, body }: Answer, doneCodes: readonly string[] = ['200', '0', '00']): Meaning {
  if (status === 401) throw new MinistryUnreachable('the ministry system takes no token of ours')
  if (status === 403) throw new MinistryUnreachable('the ministry system does not let us make this call')
  if (status >= 404 || !Check(envelope, body))
    throw new MinistryUnreachable(`the ministry system's answer cannot be read (HTTP ${status})`)
  const sentence = (body.message ?? '').normalize('NFC').toLowerCase()
  if (status === 200 && doneCodes.includes(String(body.code))) return { kind: 'done', data: body.data }
  if (sentence.includes('đã tồn tại')) return { kind: 'exists' }
  if (/không (tồn tại|tìm thấy)/.test(sentence)) return { kind: 'unknown' }
  return { kind: 'refused', reason: `${body.code}: ${(body.message ?? '').slice(0, 300)}` }
}

async function post(
  { url, paths, timeoutMs = 20_000, mostBytes = 8_000_000 }: MinistryConnection,
  path: keyof typeof usualPaths,
  body: object,
  token?: string,
): Promise<Answer> {
  try {
    const { status, text } = await sendJson(url.replace(/\/$/, '') + (paths?.[path] ?? usualPaths[path]), {
      ...{ body, timeoutMs, mostBytes },
      headers: {
        'content-type': 'application/json; charset=utf-8',
        ...(token && { authorization: `Bearer ${token}` }),
      },
    })
    return { status, body: readJson(text) }
  } catch (error) {
    throw new MinistryUnreachable(`the ministry system did not answer (${explainFailedCall(error)})`)
  }
}
