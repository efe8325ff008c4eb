import { Type } from 'typebox'
import { Check } from 'typebox/value'
import { readJson } from '#platform/read-json'
import { type Limits, PortalUnreachable, postJson } from './ask.ts'

const sessionShape = Type.Object({
  session: Type.String({ minLength: 1, maxLength: 10_000 }),
  error_code: Type.Optional(Type.Union([Type.String(), Type.Integer()])),
})

export type Account = Readonly<{ url: string; username: string; password: string }>

export type PortalSession = Readonly<{
  /** The session of now; opened when there is none, once however many ask. */
  get: () => Promise<string>
  /** The portal does not take this one any more. */
  drop: (session: string) => void
}>

/** Keeps the session at the portal. Opening throws `PortalUnreachable`, also when the account is not accepted. */
export function keepSession(account: Account, limits: Limits): PortalSession {
  let current: Promise<string> | null = null
  let known: string | null = null
  const open = async (): Promise<string> => {
    try {
      known = await logIn(account, limits)
      return known
    } catch (error) {
      current = null
      throw error
    }
  }
  return {
    get: () => {
      current ??= open()
      return current
    },
    drop: (session) => {
      if (session === known) current = null
    },
  }
}

async function logIn({ url, username, password }: Account, limits: Limits): Promise<string> {
  const { text } = await postJson(url, { username, password }, { ...limits, mostBytes: 100_000 })
  const body = readJson(text)
  const code = String((body as { error_code?: unknown } | null)?.error_code ?? '0')
  if (Check(sessionShape, body) && (code === '0' || code === '00')) return body.session
  throw new PortalUnreachable(`the portal opened no session for our account (${code.slice(0, 20)})`)
}
