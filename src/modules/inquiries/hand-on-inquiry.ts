import { appendAudit } from '#modules/audit'
import type { Actor } from '#modules/identity'
import { getAgency } from '#modules/organisations'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { lockInquiry, setAgency } from './repository.ts'
import { mayAnswer } from './rules/inquiry.ts'

/** Hands a question that waits for an answer on to the agency that knows it. */
export async function handOnInquiry(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  { id, agencyId }: Readonly<{ id: string; agencyId: string }>,
  actor: Actor,
): Promise<void> {
  const agency = await getAgency(db, agencyId)
  await db.transaction().execute(async (tx) => {
    const inquiry = await lockInquiry(tx, id)
    const may = inquiry && !inquiry.reply && actor.kind === 'officer' && mayAnswer(inquiry, actor)
    if (!may) throw requestProblem('request.not_found')
    await setAgency(tx, id, agency.id)
    await appendAudit(tx, {
      ...{ at: clock.now(), actor, action: 'inquiries.hand_on', subjectKind: 'inquiry', subjectId: id },
      detail: { from: inquiry.agencyId, to: agency.id },
    })
  })
}
