import { appendAudit } from '#modules/audit'
import type { Context } from '#platform/context'
import { makeId } from '#platform/ids'
import { memoriesOf } from './accounts.ts'
import { forgetExpired } from './repository.ts'
import { type Citizen, findCitizenAccount, saveCitizen } from './repository-accounts.ts'
import { type CitizenActor, nobody } from './rules/actor.ts'
import { openSession } from './sessions.ts'

/** What a sign-in at the identity provider must remember until the citizen comes back; secret to this browser. */
export type SignInSecrets = Readonly<{ state: string; nonce: string; codeVerifier: string }>

/** Why a citizen came back without being signed in. */
export type SignInFailure =
  | 'provider_unavailable'
  | 'cancelled'
  | 'answer_not_ours'
  | 'code_used'
  | 'person_incomplete'

/** The identity provider of citizens: VNeID, its stand-in, or any other of OpenID Connect. */
export type IdentityProvider = Readonly<{
  /** Where to send the citizen, for an account of at least `level`. */
  begin: (
    level: 1 | 2,
  ) => Promise<
    | Readonly<{ ok: true; url: string; secrets: SignInSecrets }>
    | Readonly<{ ok: false; code: 'provider_unavailable' }>
  >
  /** Proves the answer that came to `/sign-in/callback` (its query) and gives who it is. */
  finish: (
    query: string,
    secrets: SignInSecrets,
  ) => Promise<Readonly<{ ok: true; citizen: Citizen }> | Readonly<{ ok: false; code: SignInFailure }>>
}>

type Where = Readonly<{ address: string; before?: string | undefined }>

/** Signs in the citizen whom the identity provider has proved; keeps what it said of them now. Gives the session token. */
export async function signInCitizen(
  context: Pick<Context, 'db' | 'clock'>,
  citizen: Citizen,
  { address, before }: Where,
): Promise<string> {
  const now = context.clock.now()
  const { token, accountId } = await context.db.transaction().execute(async (tx) => {
    const id = await saveCitizen(tx, makeId(now.epochMilliseconds), citizen, now)
    await forgetExpired(tx, now)
    await appendAudit(tx, {
      at: now,
      actor: { kind: 'citizen', accountId: id, fullName: citizen.fullName },
      action: 'identity.sign_in',
      subjectKind: 'account',
      subjectId: id,
      detail: { address, assuranceLevel: citizen.assuranceLevel },
    })
    const session = await openSession(tx, { kind: 'citizen', accountId: id }, { now, before })
    return { token: session, accountId: id }
  })
  memoriesOf(context.db).actors.drop(accountId)
  return token
}

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

/** Notes that a citizen came back from the provider without proof of who they are. */
export async function noteFailedSignIn(
  context: Pick<Context, 'db' | 'clock'>,
  code: SignInFailure,
  { address }: Where,
): Promise<void> {
  await context.db.transaction().execute((tx) =>
    appendAudit(tx, {
      at: context.clock.now(),
      actor: nobody,
      action: 'identity.sign_in_failed',
      subjectKind: 'account',
      subjectId: 'unknown',
      detail: { address, code },
    }),
  )
}
