import type { Context } from '#platform/context'
import { reasonSentence } from './messages.ts'
import type { FiledSource } from './ports.ts'
import { type Received, receiveFiledDossier } from './receive-filed-dossier.ts'
import { changeFiling, type Filing } from './repository.ts'

/**
 * Tries to make a dossier of what came. What cannot be one now is held, with why, and that system is told so once for each
 * reason; what could not be tried to the end waits. Gives whether a dossier was made now.
 */
export async function tryFiling(context: Context, source: FiledSource, filing: Filing): Promise<boolean> {
  const { db, clock, log } = context
  const tried = { tries: filing.tries + 1, tried_at: clock.now().toString() }
  try {
    const received = await receive(context, source, filing)
    if (received.outcome === 'held') await hold(context, filing, received, tried)
    else await changeFiling(db, filing, { ...tried, ...taken, dossier_id: received.dossierId })
    return received.outcome === 'received'
  } catch (error) {
    log.warn(
      { source: source.code, dossier: filing.code, err: error },
      'a filing could not be tried to the end',
    )
    await changeFiling(db, filing, {
      ...tried,
      state: 'waiting',
      detail: JSON.stringify({ fault: sayFault(error) }),
    })
    return false
  }
}

const taken = { state: 'taken', reason: null, detail: '{}', answer: null, answer_error: null } as const

const sayFault = (error: unknown): string => (error as Error).message.slice(0, 300)

async function receive(context: Context, source: FiledSource, { content }: Filing): Promise<Received> {
  const read = source.readFiled(content)
  if ('unreadable' in read)
    return { outcome: 'held', code: 'filings.unreadable', detail: { part: read.unreadable } }
  return await receiveFiledDossier(context, source.code, read)
}

async function hold(
  { db }: Context,
  filing: Filing,
  { code, detail }: Extract<Received, { outcome: 'held' }>,
  tried: Readonly<{ tries: number; tried_at: string }>,
): Promise<void> {
  const answer = reasonSentence(code, detail, 'vi')
  const told = answer === filing.answer ? {} : { answer, answered_at: null, answer_error: null }
  await changeFiling(db, filing, {
    ...{ ...tried, ...told, state: 'held', reason: code },
    detail: JSON.stringify(detail),
  })
}
