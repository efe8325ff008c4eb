import type { Context } from '#platform/context'
import { workThrough } from '#platform/work-through'
import { againAt } from './again-at.ts'
import type { FiledSource } from './ports.ts'
import { type Filing, listUnanswered, recordAnswered } from './repository.ts'

/** Tells a system what became of what it handed on. What cannot be told waits, each time longer, and holds up no other. */
export const answerFilings = (context: Context, source: FiledSource): Promise<void> =>
  workThrough({
    list: (most) => listUnanswered(context.db, source.code, context.clock.now(), most),
    one: (filing) => answerOne(context, source, filing),
  })

async function answerOne({ db, clock, log }: Context, source: FiledSource, filing: Filing): Promise<boolean> {
  const at = clock.now()
  const { code, content, answer: sentence, decidedBy: officerName, tellFaults } = filing
  const kind = filing.state === 'refused' ? 'refused' : 'held'
  try {
    const answered = await source.answerFiled({
      code,
      content,
      kind,
      sentence: sentence ?? '',
      officerName,
      at,
    })
    const answer_error = answered === 'taken' ? null : answered.refused.slice(0, 500)
    await recordAnswered(db, filing, { answered_at: at.toString(), answer_error })
    return true
  } catch (error) {
    log.warn({ source: source.code, dossier: code, err: error }, 'the answer to a filing could not be given')
    await recordAnswered(db, filing, {
      ...{ tell_at: againAt(tellFaults, at), tell_faults: tellFaults + 1 },
      answer_error: (error as Error).message.slice(0, 500),
    })
    return false
  }
}
