import { appendAudit } from '#modules/audit'
import type { CitizenActor } from '#modules/identity'
import type { Procedure } from '#modules/procedures'
import type { Context } from '#platform/context'
import { makeId, makeReference } from '#platform/ids'
import { appendDraft, findUntouchedDraft } from './repository.ts'
import { keptDays } from './rules/draft.ts'

/** Why a person cannot begin online: the procedure is taken at the counter only, or wants a surer identity. */
export type Hindrance = 'channel_closed' | 'level_too_low'

export function findHindrance(procedure: Procedure, actor: CitizenActor): Hindrance | null {
  if (!procedure.channels.includes('online')) return 'channel_closed'
  return actor.assuranceLevel < procedure.assuranceLevel ? 'level_too_low' : null
}

/** Begins a draft, or gives the one already begun into which nothing was written. Answers its reference. */
export function startDraft(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  procedure: Procedure,
  actor: CitizenActor,
): Promise<string> {
  const now = clock.now()
  return db.transaction().execute(async (tx) => {
    const wanted = { ownerId: actor.accountId, procedureCode: procedure.code, now: now.toString() }
    const untouched = await findUntouchedDraft(tx, wanted)
    if (untouched) return untouched
    const id = makeId(now.epochMilliseconds)
    const reference = makeReference()
    await appendDraft(tx, {
      id,
      reference,
      ownerId: actor.accountId,
      procedureCode: procedure.code,
      procedureVersionId: procedure.versionId,
      startedAt: now.toString(),
      savedAt: now.toString(),
      expiresAt: now.add({ hours: keptDays * 24 }).toString(),
    })
    const subject = { subjectKind: 'draft', subjectId: id, subjectCode: reference }
    await appendAudit(tx, { at: now, actor, action: 'drafts.start', ...subject })
    return reference
  })
}
