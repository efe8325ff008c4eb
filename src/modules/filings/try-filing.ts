import type { Context } from '#platform/context'
import type { Db, Tx } from '#platform/db'
import { againAt } from './again-at.ts'
import { filingsProblem } from './errors.ts'
import { reasonSentence } from './messages.ts'
import type { FiledSource } from './ports.ts'
import { type Received, receiveFiledDossier, type WhenMade } from './receive-filed-dossier.ts'
import { type Filing, type FilingChange, recordTry, toBeTold } from './repository.ts'

/** `unfinished`: it could not be tried to the end, and is tried again. */
export type Tried = 'received' | 'settled' | 'unfinished'

/** What is held is tried again so often by itself: what is missing here may have been mended. */
const heldMinutes = 60

/**
 * Tries to make a dossier of what came. What cannot be one now is held, with why, and that system is told so once for each
 * reason; what could not be tried to the end waits. What an officer refused meanwhile, or what came with another content,
 * becomes no dossier of what it was.
 */
export async function tryFiling(context: Context, source: FiledSource, filing: Filing): Promise<Tried> {
  const { db, clock, log } = context
  const now = clock.now()
  const tried = { tries: filing.tries + 1, tried_at: now.toString() }
  const take = (tx: Db | Tx, dossierId: string) =>
    recordTry(tx, filing, { ...tried, ...taken, dossier_id: dossierId })
  try {
    const received = await receive(context, source, filing, async (tx, dossierId) => {
      if (!(await take(tx, dossierId))) throw filingsProblem('filings.not_open')
    })
    const heldTo = now.add({ minutes: heldMinutes }).toString()
    if (received.outcome === 'held')
      await hold(context, filing, received, { ...tried, try_faults: 0, try_at: heldTo })
    if (received.outcome === 'known') await take(db, received.dossierId)
    return received.outcome === 'received' ? 'received' : 'settled'
  } catch (error) {
    log.warn(
      { source: source.code, dossier: filing.code, err: error },
      'a filing could not be tried to the end',
    )
    await recordTry(db, filing, {
      ...{ ...tried, state: 'waiting', try_faults: filing.tryFaults + 1 },
      try_at: againAt(filing.tryFaults, now),
      detail: JSON.stringify({ fault: sayFault(error) }),
    })
    return 'unfinished'
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
  tried: FilingChange & Readonly<{ tried_at: string }>,
): Promise<void> {
  const answer = reasonSentence(code, detail, 'vi')
  const told = answer === filing.answer ? {} : { ...toBeTold, answer }
  await recordTry(db, filing, {
    ...{ ...tried, ...told, state: 'held', reason: code },
    detail: JSON.stringify(detail),
  })
}
