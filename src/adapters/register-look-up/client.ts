import { RegisterFailure, type RegisterSource, writeAskerHeaders } from '#modules/registers'
import { explainFailedCall } from '#platform/failed-call'
import { readAtMost, TooLong } from '#platform/read-at-most'
import type { RegisterDefinition } from './definitions.ts'

export type RegisterConnection = Readonly<{ url: string; token?: string | undefined; timeoutMs: number }>

const mostBytes = 1_000_000

/**
 * A register that is asked by one number, as `definition` describes it: GET the address with the number, JSON comes back, 404 is
 * a number it does not know. Who asks and why goes along in headers.
 */
export const openRegister = (
  { fields, ...definition }: RegisterDefinition,
  connection: RegisterConnection,
): RegisterSource => ({
  ...definition,
  fields: fields.map(({ name, names }) => ({ name, names })),
  ask: async ({ key, reads, ...asker }) => {
    const response = await send(connection, key, writeAskerHeaders(asker))
    if (response.status === 404) return null
    const body = readJson(await readText(response))
    const wanted = fields.filter(({ name }) => reads.includes(name))
    return Object.fromEntries(
      wanted.flatMap(({ name, wire }) => {
        const value = valueAt(body, wire)
        return value === '' ? [] : [[name, value]]
      }),
    )
  },
})

async function send(
  { url, token, timeoutMs }: RegisterConnection,
  key: string,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  try {
    const response = await fetch(`${url.replace(/\/$/, '')}/${encodeURIComponent(key)}`, {
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: 'application/json', ...headers, ...(token && { authorization: `Bearer ${token}` }) },
    })
    if (response.status === 401 || response.status === 403) throw new RegisterFailure('refused')
    if (!response.ok && response.status !== 404) throw new RegisterFailure('unreachable')
    return response
  } catch (error) {
    throw failureOf(error)
  }
}

const failureOf = (error: unknown): RegisterFailure => {
  if (error instanceof RegisterFailure) return error
  if (error instanceof TooLong) return new RegisterFailure('unreadable', `the answer is ${error.message}`)
  if ((error as Error).name === 'TimeoutError') return new RegisterFailure('timed_out')
  return new RegisterFailure('unreachable', `the register did not answer (${explainFailedCall(error)})`)
}

async function readText({ body }: Response): Promise<string> {
  try {
    return (await readAtMost(body, mostBytes)).toString('utf8')
  } catch (error) {
    throw failureOf(error)
  }
}

/** The object that came; anything else is no answer. */
function readJson(text: string): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(text)
    if (read !== null && typeof read === 'object' && !Array.isArray(read))
      return read as Record<string, unknown>
  } catch {
    // Said below: what is in the text is personal, and stays out of the message.
  }
  throw new RegisterFailure('unreadable', 'the answer is no JSON object')
}

function valueAt(body: Readonly<Record<string, unknown>>, wire: string): string {
  const found = wire
    .split('.')
    .reduce<unknown>(
      (at, step) =>
        at !== null && typeof at === 'object' && Object.hasOwn(at, step)
          ? (at as Record<string, unknown>)[step]
          : undefined,
      body,
    )
  return typeof found === 'string' || typeof found === 'number' ? String(found).trim().slice(0, 1000) : ''
}
