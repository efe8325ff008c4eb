import { Temporal } from 'temporal-polyfill'

/** By what a system puts its reports in order: by numbers that it gives, or only by its clock. */
export type OrderedBy = 'sequence' | 'time'

type Named = Readonly<{ code: string; name: string }>
type Party = Readonly<{ name: string; personalId: string }>

/**
 * Tin báo: what a ministry's system says of a dossier that it processes, in our words and its codes. Moments are ISO 8601
 * with an offset; what it does not say is null.
 */
export type Report = Readonly<{
  /** The code of the dossier there: accepted as it is, never mended. */
  dossierCode: string
  /** Which of its reports of this dossier: 1 and up; null where it does not count them. */
  sequence: number | null
  reportedAt: string
  /** Its code of the state. */
  state: string
  procedure: Named
  /** Who processes it. */
  agency: Named
  owner: Party
  applicant: Party | null
  subject: string | null
  submittedAt: string | null
  acceptedAt: string | null
  dueAt: string | null
  finishedAt: string | null
  deliveredAt: string | null
  /** What it says about this step. */
  note: string | null
  results: readonly Readonly<{ name: string; number: string | null; issuedOn: string | null }>[]
}>

/** Why a report is not taken: the field, and what was expected there. */
export type ReportProblem = Readonly<{ field: string; expected: string }>

// CCCD or personal id of 12 digits, CMND of 9, an enterprise of 10 or 13 (as 0109999001 or 0109999001-001).
const personalId = /^(\d{12}|\d{9}|\d{10}(-?\d{3})?)$/
const dossierCode = /^[0-9A-Za-z][0-9A-Za-z._/-]{2,59}$/
const isCode = (text: string): boolean => /^\S.{0,59}$/u.test(text)

/** A clock of theirs may be ahead of ours by so much; a moment far ahead would outrank all that comes after it. */
const mostAheadMinutes = 60

/** What is wrong with a report; nothing: it is taken. Whether its codes are known here is another question. */
export function judgeReport(report: Report, orderedBy: OrderedBy, now: Temporal.Instant): ReportProblem[] {
  const { owner, applicant, sequence, state } = report
  const checks: readonly (readonly [boolean, string, string])[] = [
    [dossierCode.test(report.dossierCode), 'dossierCode', 'a code of 3 to 60 characters without spaces'],
    [personalId.test(owner.personalId), 'owner.personalId', idShape],
    [applicant === null || personalId.test(applicant.personalId), 'applicant.personalId', idShape],
    [owner.name.trim() !== '', 'owner.name', 'a name'],
    [isCode(state), 'state', 'a code of at most 60 characters'],
    [isCode(report.procedure.code), 'procedure.code', 'a code of at most 60 characters'],
    [isCode(report.agency.code), 'agency.code', 'a code of at most 60 characters'],
    [orderedBy === 'time' || isCount(sequence), 'sequence', 'a whole number of at least 1'],
    ...momentsOf(report).map(
      ([field, value]) =>
        [value === null || isMoment(value), field, 'a moment of ISO 8601 with an offset'] as const,
    ),
    [!isAhead(report.reportedAt, now), 'reportedAt', 'a moment that is not in the future'],
  ]
  return checks.flatMap(([ok, field, expected]) => (ok ? [] : [{ field, expected }]))
}

const idShape = '12 or 9 digits of a person, or the 10 or 13 of an enterprise'

const isCount = (sequence: number | null): boolean =>
  sequence !== null && Number.isSafeInteger(sequence) && sequence >= 1

const momentsOf = (report: Report): readonly (readonly [string, string | null])[] =>
  (['reportedAt', 'submittedAt', 'acceptedAt', 'dueAt', 'finishedAt', 'deliveredAt'] as const).map(
    (field) => [field, report[field]] as const,
  )

function readMoment(text: string): Temporal.Instant | null {
  try {
    return Temporal.Instant.from(text)
  } catch {
    return null
  }
}

const isMoment = (text: string): boolean => readMoment(text) !== null

const isAhead = (text: string, now: Temporal.Instant): boolean => {
  const at = readMoment(text)
  return at !== null && at.epochMilliseconds > now.add({ minutes: mostAheadMinutes }).epochMilliseconds
}
