import type { Context } from '#platform/context'
import type { FiledSource } from './ports.ts'
import { type Filing, listUnanswered, recordAnswered } from './repository.ts'

/** Tells a system what became of what it handed on; while it is away the answers wait. */
export async function answerFilings(context: Context, source: FiledSource): Promise<void> {
  for (const filing of await listUnanswered(context.db, source.code, 100)) {
    if (!(await answerOne(context, source, filing))) return
  }
}

async function answerOne({ db, clock, log }: Context, source: FiledSource, filing: Filing): Promise<boolean> {
  const at = clock.now()
  const { code, content, answer: sentence, decidedBy: officerName } = filing
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
    await recordAnswered(db, filing, { answer_error: (error as Error).message.slice(0, 500) })
    return false
  }
}
