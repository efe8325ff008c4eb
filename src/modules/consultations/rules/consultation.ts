/** Ý kiến: what the asked agency answers. `no_authority`: the matter is not its own. */
export type Opinion = 'agrees' | 'agrees_with_conditions' | 'disagrees' | 'no_authority'

export const opinions: readonly Opinion[] = ['agrees', 'agrees_with_conditions', 'disagrees', 'no_authority']

/** Characters of a question or of an answer. */
export const longestText = 4000

/** As much of a signed-in person as these rules need (see identity's Actor). */
export type Asker =
  | Readonly<{ kind: 'nobody' | 'citizen' }>
  | Readonly<{ kind: 'officer'; roles: readonly string[]; agencyId: string }>

/** Who speaks for an agency in a consultation, on either side. */
export const speaks = (roles: readonly string[]): boolean =>
  roles.includes('case_officer') || roles.includes('signatory')

/** Whether `asker` may ask for, or answer for, the agency. */
export const maySpeakFor = (asker: Asker, agencyId: string): boolean =>
  asker.kind === 'officer' && asker.agencyId === agencyId && speaks(asker.roles)

/** The agency that decides asks, while it works on the dossier; never on behalf of another (NĐ 61/2018 Đ19 k5). */
export const mayAsk = (
  asker: Asker,
  dossier: Readonly<{ state: string; competentAgencyId: string }>,
): boolean => dossier.state === 'in_progress' && maySpeakFor(asker, dossier.competentAgencyId)

export type AnswerRefusal = 'not_open' | 'opinion_missing' | 'answer_missing'

/**
 * Why an answer is not taken; null when it is. One answer each: what an agency said stands. Overdue it is still taken, for
 * silence is no consent (NĐ 61/2018 Đ19 k5). Whoever does more than agree says why.
 */
export function refuseAnswer(
  asked: Readonly<{ isOpen: boolean }>,
  given: Readonly<{ opinion: Opinion | null; text: string }>,
): AnswerRefusal | null {
  if (!asked.isOpen) return 'not_open'
  if (!given.opinion) return 'opinion_missing'
  const { length } = given.text
  const isMissing = length === 0 && given.opinion !== 'agrees'
  return isMissing || length > longestText ? 'answer_missing' : null
}
