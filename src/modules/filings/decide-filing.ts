import { appendAudit } from '#modules/audit'
import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { requestProblem } from '#platform/errors'
import { enqueue } from '#platform/jobs'
import { filingsProblem } from './errors.ts'
import { atOnce, changeFiling, type Filing, type FilingKey, lockFiling, toBeTold } from './repository.ts'

/** Fetches, tries and answers at once; an officer need not wait for the minute. */
export const fetchJob = { name: 'filings.fetch' }

/** Has what is held tried again now, because what was missing was mended. */
export const retryFiling = (context: Context, key: FilingKey, officer: OfficerActor): Promise<void> =>
  onOpenFiling(context, key, async (tx, filing) => {
    await changeFiling(tx, filing, { ...atOnce, state: 'waiting' })
    await note(tx, context, filing, officer, 'filings.retry')
  })

/**
 * An officer refuses what came: it becomes no dossier, and that system is told in these words. What came stays on record.
 */
export const refuseFiling = (
  context: Context,
  key: FilingKey,
  { officer, reason }: Readonly<{ officer: OfficerActor; reason: string }>,
): Promise<void> =>
  onOpenFiling(context, key, async (tx, filing) => {
    const at = context.clock.now().toString()
    await changeFiling(tx, filing, {
      ...{ state: 'refused', reason, decided_at: at, decided_by: officer.fullName },
      ...{ ...toBeTold, answer: reason },
    })
    await note(tx, context, filing, officer, 'filings.refuse')
  })

async function onOpenFiling(
  { db }: Context,
  key: FilingKey,
  act: (tx: Tx, filing: Filing) => Promise<void>,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const filing = await lockFiling(tx, key)
    if (!filing) throw requestProblem('request.not_found')
    if (filing.state !== 'held' && filing.state !== 'waiting') throw filingsProblem('filings.not_open')
    await act(tx, filing)
    await enqueue(tx, fetchJob, {}, { key: fetchJob.name })
  })
}

async function note(tx: Tx, { clock }: Context, filing: Filing, actor: OfficerActor, action: string) {
  const subject = {
    subjectKind: 'filing',
    subjectId: `${filing.source} ${filing.code}`,
    subjectCode: filing.code,
  }
  await appendAudit(tx, { at: clock.now(), actor, action, ...subject, detail: { was: filing.reason } })
}
