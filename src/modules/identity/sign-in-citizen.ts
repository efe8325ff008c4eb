import { appendAudit } from '#modules/audit'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { memoriesOf } from './accounts.ts'
import { forgetExpired } from './repository.ts'
import { type Citizen, findCitizenAccount, saveCitizen } from './repository-accounts.ts'
import type { CitizenActor } from './rules/actor.ts'
import { openSession, type SessionGround } from './sessions.ts'

type Where = Readonly<{ address: string; before?: string | undefined }>

/** The account of a proved person, as they are said to be now; made at the first sign-in. Gives its id and what it was. */
export async function keepCitizen(
  tx: Tx,
  { clock }: Pick<Context, 'clock'>,
  citizen: Citizen,
): Promise<Readonly<{ accountId: string; before: Citizen | null }>> {
  const now = clock.now()
  const before = await findCitizenAccount(tx, { personalId: citizen.personalId })
  const accountId = await saveCitizen(tx, makeId(now.epochMilliseconds), citizen, now)
  return { accountId, before }
}

/** Opens the session of a citizen whom the identity provider has proved, in the transaction of the sign-in. Gives its token. */
export async function openCitizenSession(
  tx: Tx,
  { clock }: Pick<Context, 'clock'>,
  citizen: Citizen & Readonly<{ accountId: string }>,
  { address, before, ground }: Where & Readonly<{ ground: SessionGround }>,
): Promise<string> {
  const now = clock.now()
  const { accountId, fullName, assuranceLevel } = citizen
  await forgetExpired(tx, now)
  await appendAudit(tx, {
    at: now,
    actor: { kind: 'citizen', accountId, fullName },
    action: 'identity.sign_in',
    subjectKind: 'account',
    subjectId: accountId,
    detail: { address, assuranceLevel },
  })
  return await openSession(tx, { kind: 'citizen', accountId }, { now, before, ground })
}

/** After a sign-in: this process reads the account anew. */
export const forgetAccount = ({ db }: Pick<Context, 'db'>, accountId: string): void =>
  memoriesOf(db).actors.drop(accountId)

/**
 * The account of a person whom another system of the State has identified, e.g. the national portal: made when there is
 * none. One that is there stays as the identity provider said it.
 */
export async function keepIdentifiedCitizen(
  context: Pick<Context, 'db' | 'clock'>,
  citizen: Citizen,
  identifiedBy: string,
): Promise<CitizenActor> {
  const known = await findCitizenAccount(context.db, { personalId: citizen.personalId })
  if (known) return actorOf(known.id, known)
  const now = context.clock.now()
  const accountId = await context.db.transaction().execute(async (tx) => {
    const id = await saveCitizen(tx, makeId(now.epochMilliseconds), citizen, now)
    await appendAudit(tx, {
      at: now,
      actor: { kind: 'system', fullName: identifiedBy },
      action: 'identity.keep_citizen',
      subjectKind: 'account',
      subjectId: id,
      detail: { identifiedBy, assuranceLevel: citizen.assuranceLevel },
    })
    return id
  })
  return actorOf(accountId, citizen)
}

const actorOf = (accountId: string, citizen: Citizen): CitizenActor => ({
  kind: 'citizen',
  accountId,
  personalId: citizen.personalId,
  fullName: citizen.fullName,
  birthDate: citizen.birthDate,
  assuranceLevel: citizen.assuranceLevel,
})
