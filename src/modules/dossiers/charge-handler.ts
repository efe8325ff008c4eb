import { type Actor, findOfficerAccountId, listOfficerContacts } from '#modules/identity'
import { type Command, type SystemGiver, visitOf } from '#modules/lifecycle'
import type { Db } from '#platform/db'
import { isId } from '#platform/ids'
import { dossierProblem } from './errors.ts'
import type { DossierEvent, StoredDossier } from './repository.ts'

type SignedIn = Exclude<Actor, { kind: 'nobody' }> | SystemGiver
type Handler = Pick<StoredDossier, 'handlerId' | 'handlerName'>
const nobody: Handler = { handlerId: null, handlerName: null }

/**
 * Who is in charge after a command: who was named; who took it over; back at appraisal, who had appraised it. Where the
 * dossier changes hands and nobody is named, anybody of the step's role.
 */
export async function chargeHandler(
  db: Db,
  dossier: StoredDossier,
  next: StoredDossier,
  command: Command,
  actor: SignedIn,
  events: readonly DossierEvent[],
): Promise<Handler> {
  if (command.type === 'assign') return await findHandler(db, next, command.officer)
  const { handlerId, handlerName } = dossier
  if (visitOf(dossier) === visitOf(next)) return { handlerId, handlerName }
  const takesOver =
    command.type === 'transfer' && actor.kind === 'officer' && actor.roles.includes('case_officer')
  if (takesOver) return { handlerId: actor.accountId, handlerName: actor.fullName }
  if (command.type !== 'return_to_appraisal') return nobody
  const appraised = events.findLast(({ type }) => type === 'submit_for_approval')
  return appraised ? { handlerId: appraised.actorId, handlerName: appraised.actorName } : nobody
}

/** The command with the account in it whom it names by username: so it is written down, however it was said. */
export async function nameOfficer(db: Db, command: Command): Promise<Command> {
  if (command.type !== 'assign') return command
  const { officer } = command
  return { ...command, officer: (await findOfficerAccountId(db, officer)) ?? officer }
}

async function findHandler(db: Db, dossier: StoredDossier, account: string): Promise<Handler> {
  const [found] = isId(account) ? await listOfficerContacts(db, { accountIds: [account] }) : []
  if (found?.agencyId !== holderOf(dossier))
    throw dossierProblem('dossiers.officer_unknown', { officer: account })
  return { handlerId: found.accountId, handlerName: found.fullName }
}

/** The agency that has a dossier in hand. */
export const holderOf = ({ step, receivingAgencyId, competentAgencyId }: StoredDossier): string =>
  step === 'reception' || step === 'delivery' ? receivingAgencyId : competentAgencyId
