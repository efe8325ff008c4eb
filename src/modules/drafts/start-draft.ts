import { appendAudit } from '#modules/audit'
import { followGuide } from '#modules/guides'
import type { CitizenActor } from '#modules/identity'
import type { Procedure } from '#modules/procedures'
import { listRepresentations, type Representation } from '#modules/representation'
import type { Context } from '#platform/context'
import { makeId, makeReference } from '#platform/ids'
import { appendDraft, findUntouchedDraft, listDrafts } from './repository.ts'
import { type Draft, keptDays, type Typed } from './rules/draft.ts'

/** Why a person cannot begin online: the procedure is taken at the counter only, or wants a surer identity. */
export type Hindrance = 'channel_closed' | 'level_too_low'

export function findHindrance(procedure: Procedure, actor: CitizenActor): Hindrance | null {
  if (!procedure.channels.includes('online')) return 'channel_closed'
  return actor.assuranceLevel < procedure.assuranceLevel ? 'level_too_low' : null
}

/** What the choices of the guide have answered already, as it would be typed. */
export function typedByGuide({ guide }: Procedure, given: Readonly<Record<string, unknown>>): Typed {
  if (!guide) return {}
  const { known, outcome } = followGuide(guide, given)
  if (outcome?.kind !== 'apply') return {}
  const text = (fields: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(fields).map(([field, answer]) => [field, String(answer)]))
  return Object.fromEntries(Object.entries(known).map(([step, fields]) => [step, text(fields)]))
}

/**
 * The unfinished drafts of a person, for whom they act now: as their dossiers are listed. What was begun for somebody they
 * may act for no longer is among their own: it can be looked at, and not be sent.
 */
export async function listBegun(
  context: Pick<Context, 'db' | 'clock' | 'config'>,
  { accountId: ownerId, personalId, actingFor }: CitizenActor,
  limit: number,
): Promise<Draft[]> {
  const { db, clock } = context
  const all = await listRepresentations(context, personalId)
  const idsOf = (some: readonly Representation[]) => some.map(({ id }) => id)
  const isMeant = ({ principal }: Representation) =>
    principal.kind === actingFor?.kind && principal.number === actingFor.number
  const written = actingFor ? { of: idsOf(all.filter(isMeant)) } : { allBut: idsOf(all) }
  return await listDrafts(db, { ownerId, written, now: clock.now().toString(), limit })
}

/**
 * Begins a draft with what is known, or gives the one already begun into which nothing more was written. Answers its
 * reference.
 */
export function startDraft(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  procedure: Procedure,
  actor: CitizenActor,
  typed: Typed = {},
): Promise<string> {
  const now = clock.now()
  return db.transaction().execute(async (tx) => {
    const representationId = actor.actingFor?.representationId ?? null
    const wanted = {
      ownerId: actor.accountId,
      representationId,
      procedureCode: procedure.code,
      typed,
      now: now.toString(),
    }
    const untouched = await findUntouchedDraft(tx, wanted)
    if (untouched) return untouched
    const id = makeId(now.epochMilliseconds)
    const reference = makeReference()
    await appendDraft(tx, {
      id,
      reference,
      ownerId: actor.accountId,
      representationId,
      procedureCode: procedure.code,
      procedureVersionId: procedure.versionId,
      typed,
      startedAt: now.toString(),
      savedAt: now.toString(),
      expiresAt: now.add({ hours: keptDays * 24 }).toString(),
    })
    const subject = { subjectKind: 'draft', subjectId: id, subjectCode: reference }
    await appendAudit(tx, { at: now, actor, action: 'drafts.start', ...subject })
    return reference
  })
}
