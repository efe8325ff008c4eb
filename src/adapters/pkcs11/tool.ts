import { spawn } from 'node:child_process'
import { buffer, text } from 'node:stream/consumers'

export type Pkcs11Options = Readonly<{
  /** The library of the token's maker. */
  module: string
  /** The label of the token. */
  token: string
  pin: string
  /** OpenSC's program. */
  program?: string
  timeoutMs?: number
  /** What the library itself needs in its environment. */
  environment?: Readonly<Record<string, string>>
}>

export type ToolAnswer = Readonly<{ ok: true; output: Buffer }> | Readonly<{ ok: false; problem: string }>

/** The PIN travels in the environment of the child alone: never in its arguments, which every user of the machine may read. */
const pinName = 'MOTCUA_TOKEN_PIN'

export type RunTool = (order: readonly string[], input?: Uint8Array) => Promise<ToolAnswer>

/**
 * A token, one order after another, until it refuses the PIN: then it is not tried again, for a token locks itself after a
 * few wrong ones. Two programs at once on one token get errors from many makers' libraries, and would try a wrong PIN twice.
 */
export function openToken(options: Pkcs11Options): RunTool {
  let refused: ToolAnswer | null = null
  let before: Promise<unknown> = Promise.resolve()
  const runUnlessRefused: RunTool = async (order, input) => {
    const answer = refused ?? (await runTool(options, order, input))
    if (!answer.ok && /^CKR_PIN/.test(answer.problem)) refused = answer
    return answer
  }
  return (order, input) => {
    const answering = before.then(() => runUnlessRefused(order, input))
    before = answering.catch(() => undefined) // who gave the order is told
    return answering
  }
}

/** Runs `pkcs11-tool` on the token once. A problem is the code of PKCS #11 (`CKR_PIN_INCORRECT`) or `timeout`, `missing`. */
export async function runTool(
  options: Pkcs11Options,
  order: readonly string[],
  input: Uint8Array = new Uint8Array(),
): Promise<ToolAnswer> {
  const { program = 'pkcs11-tool', module, token, pin, timeoutMs = 20_000, environment } = options
  const child = spawn(
    program,
    ['--module', module, '--token-label', token, '--login', '--pin', `env:${pinName}`, ...order],
    {
      stdio: 'pipe',
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', ...environment, [pinName]: pin },
    },
  )
  child.stdin.on('error', () => undefined) // the child may end before it has read
  child.stdin.end(input)
  const ended = new Promise<number | string>((resolve) => {
    child.once('error', () => resolve('missing'))
    child.once('close', (code, signal) => resolve(signal ? 'timeout' : (code ?? 1)))
  })
  const [end, output, messages] = await Promise.all([ended, buffer(child.stdout), text(child.stderr)])
  if (end === 0) return { ok: true, output }
  return { ok: false, problem: typeof end === 'string' ? end : (messages.match(/CKR_\w+/)?.[0] ?? 'failed') }
}
