import type { Identified, SignInFailure, ToldClaim } from '#modules/citizens'
import type { Citizen } from '#modules/identity'
import type { Principal } from '#modules/representation'
import { parseBirthDate } from '#platform/birth-date'
import { isPersonsName, readEmail, readPhone, textOf } from './believe.ts'
import { type ClaimNames, claimNames } from './claim-names.ts'
import { readRepresentative } from './representative.ts'

export type RawClaims = Readonly<Record<string, unknown>>

/** How the provider writes what we read; its words are configuration. */
export type ClaimReading = Readonly<{ names: ClaimNames; level2Values: readonly string[] }>

/** The names and the value of level 2 that were seen; no documentation confirms them. */
export const usualReading: ClaimReading = { names: claimNames, level2Values: ['2'] }

type Read =
  | Readonly<{ ok: true } & Pick<Identified, 'citizen' | 'organisation' | 'representative' | 'told'>>
  | Readonly<{ ok: false; code: SignInFailure }>

/**
 * Believes of the claims what can be believed and keeps what a procedure needs. Of an organisation's account the person
 * who uses it must be said, too: whoever acts is always a person.
 */
export function readClaims(claims: RawClaims, { names, level2Values }: ClaimReading = usualReading): Read {
  const given = (name: keyof ClaimNames) => claims[names[name]]
  const isOrganisation = textOf(given('accountKind')) === '2'
  const personalId = textOf(given('personalId'))
  const fullName = textOf(given('fullName'))
  if (!personalId || !/^\d{12}$/.test(personalId) || !fullName || !isPersonsName(fullName))
    return { ok: false, code: isOrganisation ? 'organisation_without_person' : 'person_incomplete' }
  const organisation = isOrganisation ? readOrganisation(given) : null
  if (isOrganisation && !organisation) return { ok: false, code: 'organisation_incomplete' }
  const citizen: Citizen = {
    personalId,
    fullName,
    birthDate: parseBirthDate(textOf(given('birthDate'))),
    assuranceLevel: readLevel([given('level'), given('identityLevel')], level2Values),
    phone: readPhone(given('phone')),
    email: readEmail(given('email')),
  }
  // Of an organisation it names who represents it before the law; of a person, the parent or guardian.
  const representative = isOrganisation ? null : readRepresentative(given('representative'))
  return { ok: true, citizen, organisation, representative, told: listTold(claims, names, citizen) }
}

/** 2 only where it is said and nothing that is said contradicts it. */
function readLevel(said: readonly unknown[], level2Values: readonly string[]): 1 | 2 {
  const values = said.map(textOf).filter((value) => value !== null)
  return values.length > 0 && values.every((value) => level2Values.includes(value)) ? 2 : 1
}

function readOrganisation(given: (name: keyof ClaimNames) => unknown): Principal | null {
  const name = textOf(given('organisationName'))
  const codeOf = (claim: keyof ClaimNames) => textOf(given(claim))?.match(/^(\d{10})(?:-?(\d{3}))?$/)
  const enterprise = codeOf('enterpriseCode')
  const [, root, branch] = enterprise ?? codeOf('taxCode') ?? []
  if (!root || !name || name.length > 300) return null
  return {
    kind: enterprise ? 'enterprise' : 'organisation',
    number: branch ? `${root}-${branch}` : root,
    name,
  }
}

const mostClaims = 60
const ofProtocol = ['sub', 'iss', 'aud', 'iat', 'exp', 'nonce', 'sid', 'acr', 'auth_time', 'at_hash', 'amr']
const expected: readonly (keyof ClaimNames)[] = [
  ...(['accountKind', 'personalId', 'fullName', 'birthDate', 'phone', 'email'] as const),
]

/**
 * The set of claims for its person to see: what is kept stands with its value, what no procedure needs with its name
 * alone; what was awaited and did not come, or cannot be read, is said.
 */
function listTold(claims: RawClaims, names: ClaimNames, citizen: Citizen): ToldClaim[] {
  const keyOf = new Map(Object.entries(names).map(([key, name]) => [name, key as keyof ClaimNames]))
  const isAbout = (name: string) => !ofProtocol.includes(name) && name !== names.logoutUrl
  const arrived = Object.entries(claims).filter(([name]) => isAbout(name))
  const told = arrived.slice(0, mostClaims).map(([name, value]): ToldClaim => {
    const key = keyOf.get(name)
    const text = textOf(value)
    const claim = { name: name.slice(0, 100), means: key ?? null }
    if (!key) return { ...claim, state: 'not_kept', value: null }
    if (text === null && typeof value !== 'object') return { ...claim, state: 'missing', value: null }
    if (isUnreadable(key, citizen)) return { ...claim, state: 'unreadable', value: null }
    return { ...claim, state: 'kept', value: (text ?? JSON.stringify(value)).slice(0, 300) }
  })
  const missing = expected.filter((key) => claims[names[key]] === undefined)
  return [
    ...told,
    ...missing.map((key): ToldClaim => ({ name: names[key], means: key, state: 'missing', value: null })),
  ]
}

const isUnreadable = (key: keyof ClaimNames, citizen: Citizen): boolean =>
  (key === 'birthDate' || key === 'phone' || key === 'email') && citizen[key] === null
