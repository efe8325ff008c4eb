import type { Temporal } from 'temporal-polyfill'
import { isOfAge } from './age.ts'

/** For whom one can act: another person, an enterprise, or an organisation of another kind. */
export type PrincipalKind = 'person' | 'enterprise' | 'organisation'

/** Người được đại diện: a person by personal id (12 digits), a body by its code (10 or 13 digits). */
export type Principal = Readonly<{ kind: PrincipalKind; number: string; name: string }>

/** How the one came to act for the other; parents and guardians for a child or a ward, others by authorisation. */
export type Ground = 'organisation_account' | 'parent' | 'guardian' | 'authorised' | 'registered_account'

/** The grounds a person can only declare, with a paper that shows it; an officer judges it in each dossier. */
export const declarable = ['parent', 'guardian', 'authorised'] as const satisfies readonly Ground[]

/** That one person may act for another, or for a body, and how that is known. */
export type Representation = Readonly<{
  id: string
  /** Who acts. */
  personalId: string
  principal: Principal
  ground: Ground
  /** Said by the identity provider, or declared by the person who acts and not yet known to be true. */
  source: 'provider' | 'declared'
  /** The paper a declaration goes with. */
  paperId: string | null
  birthDate: string | null
  /** When the provider last said so, or when it was declared. */
  provedAt: Temporal.Instant
}>

/** The principal as it stands beside whoever acts; `isProven` when the identity provider said so. */
export type ActingFor = Principal & Readonly<{ representationId: string; ground: Ground; isProven: boolean }>

export const actingForOf = ({ id, principal, ground, source }: Representation): ActingFor => ({
  ...principal,
  ...{ representationId: id, ground, isProven: source === 'provider' },
})

/** A declaration as it was typed. */
export type Declared = Readonly<{ name: string; personalId: string; birthDate: string; ground: string }>

export type DeclarationGap = 'name' | 'personalId' | 'ownId' | 'birthDate' | 'grownUp' | 'ground'

/** What a declaration lacks, field by field; nothing of it is taken for true by being complete. */
export function findGaps(
  declared: Declared,
  { ownPersonalId, today }: Readonly<{ ownPersonalId: string; today: string }>,
): DeclarationGap[] {
  const { name, personalId, birthDate, ground } = declared
  const gaps: DeclarationGap[] = []
  if (!/^[\p{L}\p{M}][\p{L}\p{M} .'’-]{0,149}$/u.test(name.trim())) gaps.push('name')
  if (!/^\d{12}$/.test(personalId)) gaps.push('personalId')
  else if (personalId === ownPersonalId) gaps.push('ownId')
  if (!/^\d{4}(-\d{2}(-\d{2})?)?$/.test(birthDate)) gaps.push('birthDate')
  else if (ground === 'parent' && isOfAge(birthDate, today)) gaps.push('grownUp')
  if (!declarable.some((known) => known === ground)) gaps.push('ground')
  return gaps
}
