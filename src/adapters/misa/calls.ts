import type { Static, TSchema } from 'typebox'
import { type Answer, ask, keepTokens } from '#adapters/remote-signing'
import { ProviderUnreachable, type SignerRef } from '#modules/signing'
import { loginAnswer } from './shapes.ts'

export type MisaOptions = Readonly<{
  /** The base of the contract, e.g. `https://…/`. */
  url: string
  clientId: string
  clientKey: string
  webhookSecret?: string | undefined
  timeoutMs?: number
}>

export const name = 'MISA eSign'

type SignedIn = Readonly<{ token: string; userId: string }>

export type Call<T extends TSchema> = Readonly<{
  path: string
  /** Without one it is a GET; it is told who is signed in. */
  body?: (userId: string) => object
  schema: T
}>

/** Calls MISA as one of its signers, who is signed in by name and password; null: MISA does not let them in. */
export function openCalls(options: MisaOptions) {
  const tokens = keepTokens<SignedIn>()
  const send = <T extends TSchema>(
    { path, schema }: Pick<Call<T>, 'path' | 'schema'>,
    { body, token }: Readonly<{ body?: object; token?: string }>,
  ): Promise<Answer<Static<T>>> =>
    ask({
      provider: name,
      url: `${options.url.replace(/\/$/, '')}/${path}`,
      schema,
      timeoutMs: options.timeoutMs ?? 20_000,
      ...(body && { body }),
      headers: {
        'x-clientid': options.clientId,
        'x-clientkey': options.clientKey,
        ...(token && { authorizationrm: `Bearer ${token}` }),
      },
    })
  const login = async ({ account, secret = '' }: SignerRef) => {
    const body = { userName: account, password: secret }
    const answer = await send({ path: 'api/auth/api/v1/auth/login-api', schema: loginAnswer }, { body })
    if (answer.kind === 'refused') throw new NotLetIn(`${name} does not let the signer in`)
    if (answer.kind === 'unreadable') throw new ProviderUnreachable(`${name}: the login cannot be read`)
    const { remoteSigningAccessToken, expiresIn = 0, user } = answer.value.data
    return { token: { token: remoteSigningAccessToken, userId: user.id }, expiresInSeconds: expiresIn }
  }
  return async <T extends TSchema>(signer: SignerRef, call: Call<T>): Promise<Answer<Static<T>>> => {
    const sendOnce = async () => {
      const { token, userId } = await tokens.get(signer.account, () => login(signer))
      return await send(call, { token, ...(call.body && { body: call.body(userId) }) })
    }
    try {
      const first = await sendOnce()
      if (first.kind !== 'refused' || first.status !== 401) return first
      tokens.forget(signer.account)
      return await sendOnce()
    } catch (error) {
      if (error instanceof NotLetIn) return { kind: 'refused', status: 401, body: null }
      throw error
    }
  }
}

export type Calls = ReturnType<typeof openCalls>

class NotLetIn extends Error {}
