import { appendAudit } from '#modules/audit'
import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import { saveHold } from './repository.ts'

/** Leaves a system alone, with a reason: what needs it is told at once that it is away, jobs come again later. */
export async function holdSystem(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  code: string,
  reason: string,
  actor: OfficerActor,
): Promise<void> {
  const at = clock.now()
  await db.transaction().execute(async (tx) => {
    await saveHold(tx, code, { at, by: actor.fullName, reason })
    const subject = { subjectKind: 'outside_system', subjectId: code, detail: { reason } }
    await appendAudit(tx, { at, actor, action: 'operations.hold', ...subject })
  })
}

/** Lets a system be called again. */
export async function releaseSystem(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  code: string,
  actor: OfficerActor,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await saveHold(tx, code, null)
    const subject = { subjectKind: 'outside_system', subjectId: code }
    await appendAudit(tx, { at: clock.now(), actor, action: 'operations.release', ...subject })
  })
}
