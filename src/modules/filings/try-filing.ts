import type { Context } from '#platform/context'
import type { Db, Tx } from '#platform/db'
import { filingsProblem } from './errors.ts'
import { reasonSentence } from './messages.ts'
import type { FiledSource } from './ports.ts'
import { type Received, receiveFiledDossier, type WhenMade } from './receive-filed-dossier.ts'
import { type Filing, recordTry } from './repository.ts'

/**
 * Tries to make a dossier of what came. What cannot be one now is held, with why, and that system is told so once for each
 * reason; what could not be tried to the end waits. What an officer refused meanwhile, or what came with another content,
 * becomes no dossier of what it was. Gives whether a dossier was made now.
 */
export async function tryFiling(context: Context, source: FiledSource, filing: Filing): Promise<boolean> {
  const { db, clock, log } = context
  const tried = { tries: filing.tries + 1, tried_at: clock.now().toString() }
  const take = (tx: Db | Tx, dossierId: string) =>
    recordTry(tx, filing, { ...tried, ...taken, dossier_id: dossierId })
  try {
    const received = await receive(context, source, filing, async (tx, dossierId) => {
      if (!(await take(tx, dossierId))) throw filingsProblem('filings.not_open')
    })
    if (received.outcome === 'held') await hold(context, filing, received, tried)
    if (received.outcome === 'known') await take(db, received.dossierId)
    return received.outcome === 'received'
  } catch (error) {
    log.warn(
      { source: source.code, dossier: filing.code, err: error },
      'a filing could not be tried to the end',
    )
    await recordTry(db, filing, {
      ...tried,
      state: 'waiting',
      detail: JSON.stringify({ fault: sayFault(error) }),
    })
    return false
  }
}

const taken = { state: 'taken', reason: null, detail: '{}', answer: null, answer_error: null } as const

const sayFault = (error: unknown): string => (error as Error).message.slice(0, 300)

async function receive(
  context: Context,
  source: FiledSource,
  { content }: Filing,
  whenMade: WhenMade,
): Promise<Received> {
  const read = source.readFiled(content)
  if ('unreadable' in read)
    return { outcome: 'held', code: 'filings.unreadable', detail: { part: read.unreadable } }
  return await receiveFiledDossier(context, source.code, read, whenMade)
}

async function hold(
  { db }: Context,
  filing: Filing,
  { code, detail }: Extract<Received, { outcome: 'held' }>,
  tried: Readonly<{ tries: number; tried_at: string }>,
): Promise<void> {
  const answer = reasonSentence(code, detail, 'vi')
  const told = answer === filing.answer ? {} : { answer, answered_at: null, answer_error: null }
  await recordTry(db, filing, {
    ...{ ...tried, ...told, state: 'held', reason: code },
    detail: JSON.stringify(detail),
  })
}
