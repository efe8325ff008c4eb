import type { FastifyRequest } from 'fastify'
import { appendAudit } from '#modules/audit'
import { type CitizenActor, chooseActingFor, forgetSession } from '#modules/identity'
import { findRepresentation } from '#modules/representation'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { isId } from '#platform/ids'

/**
 * From now on the session acts for another, or (null) for its person again; on record in the same transaction. Throws
 * `request.not_found` for a right that is not theirs or has ended.
 */
export async function choosePrincipal(
  context: Context,
  request: FastifyRequest,
  id: string | null,
): Promise<void> {
  const actor = asFree(request)
  const found =
    id !== null && isId(id) ? await findRepresentation(context, { id, personalId: actor.personalId }) : null
  if (id !== null && !found) throw requestProblem('request.not_found')
  await context.db.transaction().execute(async (tx) => {
    await chooseActingFor(context, request, tx, found?.id ?? null)
    await appendAudit(tx, {
      ...{ at: context.clock.now(), actor, action: 'representation.choose' },
      ...{ subjectKind: 'account', subjectId: actor.accountId },
      detail: found ? { kind: found.principal.kind, number: found.principal.number } : { kind: 'self' },
    })
  })
  forgetSession(context, request)
}

/** Who may choose: a person who came with an account of their own. That of a body acts for the body alone. */
export function asFree({ actor }: FastifyRequest): CitizenActor {
  if (actor.kind !== 'citizen' || (actor.actingFor && !actor.chooses))
    throw requestProblem('request.not_allowed')
  return actor
}
