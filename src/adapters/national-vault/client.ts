import type { NationalVault } from '#modules/nationalvault'
import { RegisterFailure, writeAskerHeaders } from '#modules/registers'
import { explainFailedCall } from '#platform/failed-call'
import { readAtMost } from '#platform/read-at-most'
import { pushBody, readFound, readTold, searchBody } from './wire.ts'

/** Where the national vault is. The paths are settings: no description of them was seen. */
export type VaultConnection = Readonly<{
  url: string
  searchPath: string
  filePath: string
  pushPath: string
  token?: string | undefined
  /** How long one answer may take in all, a file too. */
  timeoutMs: number
  /** No paper is longer. */
  mostBytes: number
}>

const mostAnswerBytes = 1_000_000

/** The vault of the national portal, asked with JSON; a file comes as its bytes. What came is judged by who asked. */
export function openNationalVault(connection: VaultConnection): NationalVault {
  const ask = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    post(connection, path, body, headers)
  const askJson = async (...call: Parameters<typeof ask>): Promise<unknown> => {
    try {
      const bytes = await readAtMost((await ask(...call)).body, mostAnswerBytes)
      return JSON.parse(bytes.toString('utf8'))
    } catch (error) {
      throw failureOf(error)
    }
  }
  return {
    search: async (search) =>
      readFound(await askJson(connection.searchPath, searchBody(search), writeAskerHeaders(search))),
    fetch: async (issuerName, { name, path }) => {
      const asked = { CoQuanChuQuan: issuerName, DuongDan: path, TenTep: name }
      try {
        return bounded(await ask(connection.filePath, asked), connection.mostBytes)
      } catch (error) {
        throw failureOf(error)
      }
    },
    push: async (result) => readTold(await askJson(connection.pushPath, pushBody(result))),
  }
}

/** What comes, piece by piece; leaving the loop closes the line, so that what is too much is never read. */
async function* bounded({ body }: Response, mostBytes: number): AsyncGenerator<Buffer> {
  let length = 0
  try {
    for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) {
      length += piece.length
      if (length > mostBytes) throw new RegisterFailure('unreadable', 'the file is too long')
      yield Buffer.from(piece)
    }
  } catch (error) {
    throw failureOf(error)
  }
}

async function post(
  { url, token, timeoutMs }: VaultConnection,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const response = await fetch(`${url.replace(/\/$/, '')}${path}`, {
    method: 'POST',
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...headers,
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  })
  if (response.ok) return response
  await response.body?.cancel()
  throw new RegisterFailure([401, 403].includes(response.status) ? 'refused' : 'unreachable')
}

/** Why nothing usable came; the words hold nothing of what came. */
function failureOf(error: unknown): RegisterFailure {
  if (error instanceof RegisterFailure) return error
  const { name } = error as Error
  if (name === 'TimeoutError') return new RegisterFailure('timed_out')
  if (name === 'TooLong' || error instanceof SyntaxError) return new RegisterFailure('unreadable')
  return new RegisterFailure('unreachable', `the national vault did not answer (${explainFailedCall(error)})`)
}
