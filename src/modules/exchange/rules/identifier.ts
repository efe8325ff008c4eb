/** Whose system: `DBN/GOV/H18.12/CIVIL`. The parts are written as in the address of a call. */
export type SubsystemId = Readonly<{ instance: string; class: string; member: string; subsystem: string }>

/** What is offered: a subsystem and the code of one of its offerings. */
export type OfferingId = SubsystemId & Readonly<{ offering: string }>

/**
 * A part of an identifier: letters, digits, full stop, hyphen, underline; it begins with a letter or a digit. Narrower than
 * X-Road allows (PR-REST 4.8), so that no part ever has to be encoded, or could be read as a path.
 */
export const isCode = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(text)

/** Reads `X-Road-Client` (PR-REST 4.3): exactly four parts of plain characters; null for anything else. */
export function readSubsystemId(text: string): SubsystemId | null {
  const parts = text.split('/')
  if (parts.length !== 4 || !parts.every(isCode)) return null
  const [instance = '', memberClass = '', member = '', subsystem = ''] = parts
  return { instance, class: memberClass, member, subsystem }
}

/** A subsystem as it stands in headers and addresses. */
export const writeSubsystemId = ({ instance, class: memberClass, member, subsystem }: SubsystemId): string =>
  [instance, memberClass, member, subsystem].join('/')

/** An offering as it stands in `X-Road-Service` and in addresses after `/r1/`. */
export const writeOfferingId = (id: OfferingId): string => `${writeSubsystemId(id)}/${id.offering}`
