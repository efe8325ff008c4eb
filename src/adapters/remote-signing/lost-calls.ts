import { ProviderUnreachable, type StartedSigning } from '#modules/signing'

export type LostCallsOptions = Readonly<{
  provider: string
  /** How long the provider lets a person answer: after it, a lost request can no longer be signed. */
  answerableMs: number
  /** Milliseconds that only grow; for tests. */
  now?: () => number
}>

type Call = {
  readonly begunAt: number
  asked: boolean
  lost: boolean
  answer: Promise<StartedSigning> | undefined
}

/**
 * For a provider that takes no key of ours: it would ask the person a second time when a request is repeated. A repeated
 * start gets the first answer; when that answer was lost after the person was perhaps asked (`asking` was called), nothing
 * is sent until the first request can no longer be signed. Known to this process only: after a restart a repeat may ask
 * the person again, for the same hash.
 */
export function guardStarts({ provider, answerableMs, now = () => performance.now() }: LostCallsOptions) {
  const calls = new Map<string, Call>()
  const forgetOld = () => {
    for (const [key, { begunAt }] of calls) if (now() - begunAt > answerableMs) calls.delete(key)
  }
  const begin = (start: (asking: () => void) => Promise<StartedSigning>): Call => {
    const call: Call = { begunAt: now(), asked: false, lost: false, answer: undefined }
    call.answer = start(() => {
      call.asked = true
    })
    return call
  }
  return async (
    key: string,
    start: (asking: () => void) => Promise<StartedSigning>,
  ): Promise<StartedSigning> => {
    forgetOld()
    const call = calls.get(key) ?? begin(start)
    if (call.lost) throw new ProviderUnreachable(`${provider}: it is not known whether the person was asked`)
    calls.set(key, call)
    try {
      const started = (await call.answer) as StartedSigning
      if (started.outcome.state === 'failed') calls.delete(key)
      return started
    } catch (error) {
      call.lost = call.asked
      if (!call.asked) calls.delete(key)
      throw error
    }
  }
}
