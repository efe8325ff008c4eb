/** As much of a filing as tells whether anything is in it. */
export type Contents = Readonly<{
  applicantName: string
  applicantPersonalId: string
  answers: Readonly<Record<string, unknown>>
  paperCount: number
}>

const isSaid = (value: unknown): boolean => {
  if (value === null || value === undefined || value === '') return false
  if (typeof value !== 'object') return true
  return Object.values(value).some(isSaid)
}

/**
 * What is missing before anything is tried: portals hand on dossiers with nothing in them, whose form and papers were lost
 * on the way. `empty`: neither an answer nor a paper; `applicant_missing`: nobody knows whose it is; `applicant_number`: the number
 * given is no personal id of 12 digits (an older one, or a tax code). Null: there is something.
 */
export function findEmptiness(contents: Contents): 'empty' | 'applicant_missing' | 'applicant_number' | null {
  if (contents.paperCount === 0 && !isSaid(contents.answers)) return 'empty'
  const { applicantName, applicantPersonalId } = contents
  if (!applicantName.trim() || !applicantPersonalId.trim()) return 'applicant_missing'
  return /^\d{12}$/.test(applicantPersonalId) ? null : 'applicant_number'
}
