import { advanceDossier } from '#modules/dossiers'
import { listOfficerContacts, type OfficerActor } from '#modules/identity'
import { fixedClock } from '#platform/clock'
import type { Context } from '#platform/context'
import { findOfficer } from '#test/demo'
import { submitBirth } from '#test/dossiers'

/** A birth registration of the ward H18.137, submitted, accepted and passed on at `instant`; answers its code. */
export async function dossierInProgress(given: Context, instant?: string): Promise<string> {
  const context = instant ? { ...given, clock: fixedClock(instant) } : given
  const reference = await submitBirth(context)
  const reception = await findOfficer(context, 'reception')
  const { code } = await advanceDossier(context, reference, { command: { type: 'accept' } }, reception)
  await advanceDossier(context, code ?? '', { command: { type: 'transfer' } }, reception)
  return code ?? ''
}

/** An officer of the demo with the account they sign in with: who is told of something is told by it. */
export async function accountOf(context: Context, username: string): Promise<OfficerActor> {
  const officer = await findOfficer(context, username)
  const contacts = await listOfficerContacts(context.db, { agencyId: officer.agencyId })
  const own = contacts.find(({ fullName }) => fullName === officer.fullName)
  if (!own) throw new Error(`there is no account of ${username}`)
  return { ...officer, accountId: own.accountId }
}
