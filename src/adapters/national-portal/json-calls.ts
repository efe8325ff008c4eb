import { Type } from 'typebox'
import { Check } from 'typebox/value'
import { type Meaning, readAnswer } from './answers.ts'
import { type Limits, PortalUnreachable, postJson, type RawAnswer, usualMostBytes } from './ask.ts'
import { type Calls, type PortalOptions, readRows } from './calls.ts'

const tokenShape = Type.Object({
  access_token: Type.String({ minLength: 1, maxLength: 10_000 }),
  expires_in: Type.Optional(Type.Union([Type.Integer(), Type.String()])),
})

/** The calls of 2026: each at its own address, with a token that is renewed before it ends; `{code, message, data}`. */
export function openJsonCalls(options: PortalOptions): Calls {
  const base = options.url.replace(/\/$/, '')
  const limits = { timeoutMs: options.timeoutMs ?? 20_000, mostBytes: options.mostBytes ?? usualMostBytes }
  const token = keepToken(options, base, limits)
  const once = async (name: string, body: object): Promise<Meaning> => {
    const current = await token.get()
    const raw = await postJson(`${base}${options.jsonPath ?? ''}/${name}`, body, limits, {
      authorization: `Bearer ${current}`,
    })
    const meaning = readEnvelope(raw)
    if (meaning.kind === 'session_over') token.drop(current)
    return meaning
  }
  const call = async (name: string, body: object): Promise<Meaning> => {
    const meaning = await once(name, body)
    const again = meaning.kind === 'session_over' ? await once(name, body) : meaning
    if (again.kind === 'session_over') throw new PortalUnreachable('the portal takes none of our tokens')
    return again
  }
  return { up: call, list: async (name, row, body = {}) => readRows(await call(name, body), row) }
}

/** The envelope in the words of the classic one, so that its sentences are read in one place. */
function readEnvelope({ status, text }: RawAnswer): Meaning {
  if (status === 401) return { kind: 'session_over' }
  if (status === 403 || status === 404)
    throw new PortalUnreachable(`the portal lets us not call this (${status})`)
  const body = readJson(text)
  const code = body?.code
  if (typeof code !== 'string' && typeof code !== 'number')
    throw new PortalUnreachable(`the portal's answer cannot be read (HTTP ${status})`)
  const error_code = String(code) === '200' ? '00' : String(code)
  const classic = JSON.stringify({ error_code, message: body?.message, result: rowsOf(body?.data) })
  return readAnswer({ status, text: classic }, ['401'])
}

/** One thing is a list of one. */
const rowsOf = (data: unknown): unknown =>
  typeof data === 'object' && data !== null && !Array.isArray(data) ? [data] : data

function readJson(text: string): Record<string, unknown> | null {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** Keeps the token of our client (GetToken); asked for once, however many need it. */
function keepToken({ username, password, tokenPath = '' }: PortalOptions, base: string, limits: Limits) {
  let current: Promise<string> | null = null
  let [known, endsAt] = ['', 0]
  const open = async (): Promise<string> => {
    try {
      const asked = { client_id: username, client_secret: password }
      const body = readJson((await postJson(base + tokenPath, asked, { ...limits, mostBytes: 100_000 })).text)
      if (!Check(tokenShape, body)) throw new PortalUnreachable('the portal gave our client no token')
      known = body.access_token
      // Half a minute before its end it is not shown any more.
      endsAt = performance.now() + (Number(body.expires_in ?? 300) - 30) * 1000
      return known
    } catch (error) {
      current = null
      throw error
    }
  }
  return {
    get: (): Promise<string> => {
      if (current && known && performance.now() > endsAt) current = null
      current ??= open()
      return current
    },
    drop: (token: string): void => {
      if (token === known) current = null
    },
  }
}
