import type { Recipient } from './alarms.ts'

/** An officer's account, as far as alarms need to know it. */
export type Contact = Readonly<{
  accountId: string
  fullName: string
  roles: readonly string[]
  superiorId: string | null
  email: string | null
}>

/** Who there is: the active accounts of the agency that has the dossier, and any account by id. */
export type Contacts = Readonly<{ ofAgency: readonly Contact[]; byId: ReadonlyMap<string, Contact> }>

/** Whose work each step is. The 15:00 transfer is a duty of the one-stop (NĐ 118/2025 Đ18 k2). */
export const roleOfStep = {
  reception: 'reception_officer',
  transfer: 'reception_officer',
  appraisal: 'case_officer',
  approval: 'signatory',
  delivery: 'reception_officer',
} as const satisfies Readonly<Record<string, string>>

const isStep = (step: string): step is keyof typeof roleOfStep => step in roleOfStep

/**
 * Who is told. The handler: the officer in charge or, when there is none, everybody of the role of the step. The
 * superior: as their accounts say, else the signatories, else the leaders. The leader: the leaders of the agency, else
 * its signatories. Nobody is their own superior; an alarm that nobody of its kind can hear goes one rank up.
 */
export function chooseRecipients(
  recipient: Recipient,
  { step, handlerId }: Readonly<{ step: string; handlerId: string | null }>,
  contacts: Contacts,
): readonly Contact[] {
  const holding = (role: string) => contacts.ofAgency.filter(({ roles }) => roles.includes(role))
  const named = handlerId === null ? undefined : contacts.byId.get(handlerId)
  const handlers = named ? [named] : holding(isStep(step) ? roleOfStep[step] : 'case_officer')
  const others = (some: readonly Contact[]) => some.filter((one) => !handlers.includes(one))
  const superiors = () =>
    firstOf(others(superiorsOf(handlers, contacts)), others(holding('signatory')), leaders())
  const leaders = () => firstOf(holding('leader'), holding('signatory'))
  if (recipient === 'leader') return leaders()
  return recipient === 'superior' ? superiors() : firstOf(handlers, superiors())
}

function superiorsOf(handlers: readonly Contact[], { byId }: Contacts): Contact[] {
  const ids = new Set(handlers.map(({ superiorId }) => superiorId))
  return [...ids].flatMap((id) => (id && byId.get(id)) || [])
}

/** The first group that has somebody in it. */
const firstOf = (...groups: readonly (readonly Contact[])[]): readonly Contact[] =>
  groups.find(({ length }) => length > 0) ?? []
