import { foldText, joinText } from './fold-text.ts'
import type { Outcome } from './outcome.ts'
import type { PersonField, PersonValues } from './person.ts'

/** The same letters with other marks (Hoà, Hòa; Thuý, Thúy) say neither that it is the person nor that it is not. */
function compareText(claimed: string, registered: string): Outcome {
  if (joinText(claimed) === joinText(registered)) return 'match'
  return foldText(claimed) === foldText(registered) ? 'insufficient_grounds' : 'mismatch'
}

/**
 * Some people's day of birth is on no record, only the year. What was claimed is confirmed as far as it was claimed; a
 * register that knows less than was claimed has no grounds to say that the rest is right.
 */
function compareBirth(claimed: string, registered: string): Outcome {
  if (registered === claimed || registered.startsWith(`${claimed}-`)) return 'match'
  return claimed.startsWith(`${registered}-`) ? 'insufficient_grounds' : 'mismatch'
}

/** An address is written in many ways, and communes were merged in 2025: another text is no other place. */
const compareAddress = (claimed: string, registered: string): Outcome =>
  foldText(claimed) === foldText(registered) ? 'match' : 'insufficient_grounds'

const comparisons: Readonly<Partial<Record<PersonField, (claimed: string, registered: string) => Outcome>>> = {
  birthOn: compareBirth,
  address: compareAddress,
  currentAddress: compareAddress,
  placeOfOrigin: compareAddress,
}

/** One field as it was claimed beside what the register holds; null or nothing: it holds nothing of it. */
export function compareField(
  field: PersonField,
  claimed: string,
  registered: string | null | undefined,
): Outcome {
  if (!registered?.trim()) return 'no_data'
  return (comparisons[field] ?? compareText)(claimed, registered)
}

export type Compared = Readonly<{
  outcomes: Readonly<Partial<Record<PersonField, Outcome>>>
  /** What was asked to be read; empty unless the person is who was meant. */
  values: PersonValues
}>

/**
 * What may leave a register that answers with records: an outcome for each claimed field, and the values that were asked for.
 * Name and birth say first whether it is this person: if either does not agree, nothing else of the record is told, so that
 * nobody can fish with a number. `record` null: the register does not know the number.
 */
export function comparePerson(
  { claims, reads }: Readonly<{ claims: PersonValues; reads: readonly PersonField[] }>,
  record: PersonValues | null,
): Compared {
  const entries = Object.entries(claims) as [PersonField, string][]
  if (!record) return { outcomes: Object.fromEntries(entries.map(([field]) => [field, 'no_data'])), values: {} }
  const isMeant = isPersonMeant(claims, record)
  const outcomes = entries.map(([field, claimed]) => {
    const ofIdentity = field === 'fullName' || field === 'birthOn'
    return [
      field,
      isMeant || ofIdentity ? compareField(field, claimed, record[field]) : 'insufficient_grounds',
    ] as const
  })
  const values = isMeant ? reads.flatMap((field) => (record[field] ? [[field, record[field]]] : [])) : []
  return { outcomes: Object.fromEntries(outcomes), values: Object.fromEntries(values) }
}

/** The name agrees, and what both know of the birth does. */
function isPersonMeant({ fullName, birthOn }: PersonValues, record: PersonValues): boolean {
  if (!fullName || !birthOn || compareField('fullName', fullName, record.fullName) !== 'match') return false
  return compareField('birthOn', birthOn, record.birthOn) !== 'mismatch'
}
