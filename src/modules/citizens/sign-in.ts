import { appendAudit } from '#modules/audit'
import { localDay } from '#modules/calendar'
import { type Citizen, forgetAccount, keepCitizen, nobody, openCitizenSession } from '#modules/identity'
import { isOfAge, keepRepresentation, listLapsed, listRepresentations } from '#modules/representation'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import type { Identified, SignInFailure } from './ports.ts'
import {
  listOfSubject,
  listProviderAccounts,
  lockPerson,
  type ProviderAccount,
  saveProviderAccount,
} from './repository.ts'
import { decideLink, type LinkDecision, maskContact } from './rules/linking.ts'

type Where = Readonly<{ address: string; before?: string | undefined }>
type Server = Pick<Context, 'db' | 'clock' | 'config'>

export type SignedIn =
  | Readonly<{
      ok: true
      token: string
      /** There is somebody to act for, and it is the person's to choose. */
      chooses: boolean
    }>
  | Readonly<{ ok: false; decision: Exclude<LinkDecision, 'open' | 'link'> }>

/**
 * Signs in the citizen whom the identity provider has proved, if their account there speaks for them already or may do so
 * from now on. `confirmed`: the person has said that a second account is theirs. What the provider says of them now is
 * kept; nothing is merged that somebody did not say. Gives the session token, or what must come first.
 */
export async function signInCitizen(
  context: Server,
  identified: Identified,
  where: Where & Readonly<{ confirmed?: boolean }>,
): Promise<SignedIn> {
  const signedIn = await context.db.transaction().execute(async (tx) => {
    const { personalId } = identified.citizen
    await lockPerson(tx, [personalId, `${identified.subject.issuer} ${identified.subject.sub}`])
    const known = whoseIs(await listOfSubject(tx, identified.subject), identified)
    const decision = await decide(tx, identified, known)
    const goesOn = decision === 'open' || decision === 'link' || (decision === 'confirm' && where.confirmed)
    if (goesOn) return await open(tx, context, { identified, known, isLinked: decision !== 'open' }, where)
    if (decision !== 'confirm') await noteRefused(tx, context, decision, where)
    return { ok: false, decision, accountId: null } as const
  })
  if (signedIn.accountId) forgetAccount(context, signedIn.accountId)
  return signedIn as SignedIn
}

/** What is on record of this account that speaks for its person, or keeps it from doing so. */
function whoseIs(
  all: readonly ProviderAccount[],
  { citizen, organisation }: Identified,
): ProviderAccount | null {
  const own = all.find(({ personalId }) => personalId === citizen.personalId)
  // An organisation's account changes hands: who else uses it, or used it, is in nobody's way.
  return own ?? all.find(({ isOrganisation }) => !(isOrganisation && organisation)) ?? null
}

async function decide(tx: Tx, identified: Identified, known: ProviderAccount | null): Promise<LinkDecision> {
  const { personalId, assuranceLevel } = identified.citizen
  const all = await listProviderAccounts(tx, personalId)
  // An organisation's account stands beside the person's own: using both is what they are for.
  const others = all.some((one) => one.issuer === identified.subject.issuer && !one.isOrganisation)
  return decideLink({
    ...{ personalId, level: assuranceLevel },
    known: known && { personalId: known.personalId, isLinked: known.unlinkedAt === null },
    others: others && identified.organisation === null,
  })
}

type Opening = Readonly<{ identified: Identified; known: ProviderAccount | null; isLinked: boolean }>

async function open(tx: Tx, context: Server, opening: Opening, where: Where) {
  const { identified, isLinked } = opening
  const { citizen, organisation, subject, told, providerSession, idToken, logoutUrl = null } = identified
  const at = context.clock.now()
  const { accountId, before } = await keepCitizen(tx, context, citizen)
  const actor = { kind: 'citizen', accountId, fullName: citizen.fullName } as const
  const providerAccountId = await saveProviderAccount(
    tx,
    {
      ...{ id: makeId(at.epochMilliseconds), ...subject, accountId, personalId: citizen.personalId },
      ...{ told, level: citizen.assuranceLevel, relinks: isLinked, isOrganisation: organisation !== null },
    },
    at,
  )
  const about = { at, actor, subjectKind: 'account', subjectId: accountId }
  if (isLinked)
    await appendAudit(tx, {
      ...about,
      action: 'citizens.link',
      detail: { providerAccountId, assuranceLevel: citizen.assuranceLevel, again: opening.known !== null },
    })
  const changed = before && listChangedContacts(before, citizen)
  if (changed && Object.keys(changed).length > 0)
    await appendAudit(tx, { ...about, action: 'citizens.contact_changed', detail: changed })
  const actingForId = await keepTold(tx, identified, { actor, at })
  const holding = { ...context, db: tx }
  // Who comes with the account of an organisation acts for it, and for nobody else.
  const all = organisation ? [] : await listRepresentations(holding, citizen.personalId)
  const lapsed = organisation ? [] : await listLapsed(holding, citizen.personalId)
  const chooses = all.length > 0
  const ground = {
    assuranceLevel: citizen.assuranceLevel,
    providerAccountId,
    providerSession,
    idToken,
    logoutUrl,
  }
  const token = await openCitizenSession(
    tx,
    context,
    { ...citizen, accountId },
    // Where there is nobody left, the way to the page that says why stays.
    { ...where, ground: { ...ground, chooses: chooses || lapsed.length > 0, actingForId } },
  )
  return { ok: true, token, chooses, accountId } as const
}

/** What the claims say of who acts for whom. Gives the representation that the account itself stands for. */
async function keepTold(
  tx: Tx,
  { citizen, organisation, representative }: Identified,
  doing: Parameters<typeof keepRepresentation>[2],
): Promise<string | null> {
  const said = { source: 'provider', paperId: null } as const
  const { personalId, fullName: name, birthDate } = citizen
  // Whose account a parent registered speaks for themselves from the day they are of age.
  const isChild = !isOfAge(birthDate, localDay(doing.at).toString())
  if (representative && isChild && representative.personalId !== personalId) {
    const principal = { kind: 'person', number: personalId, name } as const
    const child = { personalId: representative.personalId, principal, birthDate }
    await keepRepresentation(tx, { ...said, ...child, ground: 'registered_account' }, doing)
  }
  if (!organisation) return null
  const own = { personalId: citizen.personalId, principal: organisation, birthDate: null }
  return await keepRepresentation(tx, { ...said, ...own, ground: 'organisation_account' }, doing)
}

/** What the provider now says otherwise than at the sign-in before, told without telling it. */
function listChangedContacts(before: Citizen, now: Citizen): Record<string, string> {
  const changed = (['phone', 'email'] as const).filter((key) => {
    const [old, next] = [before[key], now[key]]
    return old && next && old !== next
  })
  return Object.fromEntries(
    changed.map((key) => [key, `${maskContact(before[key] ?? '')} → ${maskContact(now[key] ?? '')}`]),
  )
}

const noteRefused = (tx: Tx, { clock }: Server, code: string, { address }: Where): Promise<void> =>
  appendAudit(tx, {
    ...{ at: clock.now(), actor: nobody, action: 'identity.sign_in_failed' },
    ...{ subjectKind: 'account', subjectId: 'unknown', detail: { address, code } },
  })

/** Notes that a citizen came back from the provider without proof of who they are, or said that an account is not theirs. */
export async function noteFailedSignIn(
  context: Server,
  code: SignInFailure | 'not_mine',
  where: Where,
): Promise<void> {
  await context.db.transaction().execute((tx) => noteRefused(tx, context, code, where))
}
