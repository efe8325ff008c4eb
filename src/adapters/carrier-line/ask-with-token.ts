import type { Static, TSchema } from 'typebox'
import { askJson, LineError } from './ask-json.ts'

type TokenQuestion<T extends TSchema> = Readonly<{
  /** What the carrier is called in an error. */
  carrier: string
  url: string
  token: string
  timeoutMs?: number | undefined
  path: string
  body: unknown
  schema: T
  /** What the module is told when nothing usable came, with the same doubt. */
  Away: new (
    message: string,
    options: Readonly<{ mayHaveTaken: boolean; cause?: unknown }>,
  ) => Error
}>

/** Asks by a lasting token. One that is over lets nothing in: what was asked for is tried again when there is a new one. */
export async function askWithToken<T extends TSchema>(question: TokenQuestion<T>): Promise<Static<T>> {
  const { carrier, url, token, timeoutMs = 15_000, path, body, schema, Away } = question
  try {
    const answer = await askJson({
      ...{ what: `${carrier} ${path}`, url: `${url}${path}`, body, schema, timeoutMs },
      headers: { authorization: `Bearer ${token}` },
    })
    if (answer.kind === 'read') return answer.value
  } catch (error) {
    if (!(error instanceof LineError)) throw error
    throw new Away(error.message, { mayHaveTaken: error.mayHaveTaken, cause: error })
  }
  throw new Away(`${carrier}: our token is not taken`, { mayHaveTaken: false })
}
