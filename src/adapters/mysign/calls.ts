import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { type Answer, ask, failed, keepTokens } from '#adapters/remote-signing'
import { ProviderUnreachable, type SigningOutcome } from '#modules/signing'
import { errorAnswer, loginAnswer } from './shapes.ts'

export type MysignOptions = Readonly<{
  /** The base of the contract, up to and with `/adss/service`. */
  url: string
  clientId: string
  clientSecret: string
  /** The profile of the remote authorisation, e.g. `adss:ras:profile:001`. */
  profileId: string
  webhookSecret?: string | undefined
  timeoutMs?: number
}>

export const name = 'Viettel MySign'

export type Call<T extends TSchema> = Readonly<{ path: string; body: object; schema: T }>

/** Thrown by a call that MySign answers with a no; carries the code of its error. */
export class MysignRefusal extends Error {
  override readonly name = 'MysignRefusal'
  readonly code: string
  constructor(code: string) {
    super(`${name} refused with ${code}`)
    this.code = code
  }
}

/** Calls MySign as one of its signers: a token belongs to one account, is kept while it is good, and taken anew once. */
export function openCalls(options: MysignOptions) {
  const tokens = keepTokens<string>()
  const post = <T extends TSchema>({ path, body, schema }: Call<T>, token?: string) =>
    ask({
      provider: name,
      url: `${options.url.replace(/\/$/, '')}${path}`,
      body,
      schema,
      timeoutMs: options.timeoutMs ?? 20_000,
      ...(token && { headers: { authorization: `Bearer ${token}` } }),
    })
  const login = async (account: string) => {
    const { clientId, clientSecret, profileId } = options
    const body = {
      client_id: clientId,
      client_secret: clientSecret,
      profile_id: profileId,
      user_id: account,
    }
    const answer = await post({ path: '/ras/v1/login', body, schema: accepted(loginAnswer) })
    const { access_token, expires_in = 0 } = readAnswer<Static<typeof loginAnswer>>(answer)
    return { token: access_token, expiresInSeconds: Number(expires_in) }
  }
  return async <T extends TSchema>(account: string, call: Call<T>): Promise<Static<T>> => {
    const asked = { ...call, schema: accepted(call.schema) }
    const send = async () => await post(asked, await tokens.get(account, () => login(account)))
    const first = await send()
    const stale = first.kind === 'refused' && first.status === 401
    if (stale) tokens.forget(account)
    return readAnswer<Static<T>>(stale ? await send() : first)
  }
}

export type Calls = ReturnType<typeof openCalls>

/** What the call answers, or a no. */
const accepted = (schema: TSchema): TSchema => ({ anyOf: [schema, errorAnswer] }) as TSchema

/** The answer; throws `MysignRefusal` for a no, `Unreadable` for what cannot be read. */
function readAnswer<T>(answer: Answer<unknown>): T {
  if (answer.kind === 'unreadable') throw new Unreadable(`${name}: the answer cannot be read`)
  const body = answer.kind === 'read' ? answer.value : answer.body
  if (Check(errorAnswer, body)) throw new MysignRefusal(String(body.error))
  if (answer.kind === 'refused') throw new MysignRefusal(String(answer.status))
  return body as T
}

export class Unreadable extends ProviderUnreachable {}

/** What a no means: the codes of MySign's description, or the words of CSC. */
export function explainRefusal(code: string): SigningOutcome {
  if (code === '4002') return { state: 'refused' }
  if (code === '4001') return { state: 'expired' }
  if (code === '13004') return failed('certificate_expired')
  if (/^(401|403|58007|58008|59033|86024|invalid_client|invalid_grant|access_denied)$/.test(code)) {
    return failed('credential_invalid')
  }
  return failed(code === 'invalid_request' ? 'certificate_unknown' : 'provider_refused')
}
