import {
  type ClockPolicy,
  calculateDue,
  calculateTransferBy,
  type DueTime,
  dueOfPeriod,
  dueOfShare,
  foldClock,
  loadCalendar,
  loadCalendarAt,
  localDay,
  measureStep,
  refoldClock,
  type TimeLimit,
  traceClock,
  type WorkCalendar,
} from '#modules/calendar'
import type { FeeFacts } from '#modules/fees'
import { adaptToCase } from '#modules/guides'
import { clockEventsOf, type Reckoning } from '#modules/lifecycle'
import { getAgency } from '#modules/organisations'
import { findProcedureVersion, type Procedure } from '#modules/procedures'
import type { Db } from '#platform/db'
import { type DossierEvent, type StoredDossier, toDeeds } from './repository.ts'

type ProcedureTimes = Procedure['timeLimit']

/** The procedure version a dossier was filed under, as its case has it. It exists: versions are never deleted. */
export async function getVersionOf(
  db: Db,
  { procedureVersionId, variant }: Pick<StoredDossier, 'procedureVersionId' | 'variant'>,
): Promise<Procedure> {
  const procedure = await findProcedureVersion(db, procedureVersionId)
  if (!procedure) throw new Error(`procedure version ${procedureVersionId} is gone`)
  return adaptToCase(procedure, (variant !== null && procedure.guide?.outcomes[variant]) || null)
}

/** What the fees of a dossier are asked with: the day and the way it was filed, its answers, and what was proven. */
export const feeFactsOf = (
  dossier: Pick<StoredDossier, 'submittedAt' | 'channel' | 'answers' | 'applicantCategories' | 'entitlements'>,
): FeeFacts => ({
  on: localDay(dossier.submittedAt).toString(),
  channel: dossier.channel,
  answers: dossier.answers,
  applicant: { categories: dossier.applicantCategories },
  entitlements: dossier.entitlements,
})

// Where a pack says nothing: the time a province gives its desks and offices itself. No text of law.
const defaultIntake = { amount: 8, unit: 'working_hour', law: null } as const
const defaultShares = { appraisal: 70, approval: 20 } as const

/** The policy of a procedure's clock. Waiting for money is taken out; what a supplement does, the procedure says. */
export function clockPolicyOf({
  longest,
  supplementPolicy,
  paymentPolicy,
  ...limit
}: ProcedureTimes): ClockPolicy {
  return {
    limit,
    longest: longest ?? null,
    onResume: {
      supplement: supplementPolicy,
      payment: paymentPolicy ?? 'subtract',
      confirmation: 'subtract',
    },
  }
}

/** Ties the times of a procedure to the hours of an agency; pure. */
export function reckonWith(calendar: WorkCalendar, times: ProcedureTimes): Reckoning {
  const policy = clockPolicyOf(times)
  const { intake = defaultIntake, stepShares = defaultShares, cutOff } = times
  const intakeLimit: TimeLimit = { ...intake, convention: 'working_hours', cutOff: null }
  const transferCutOff = cutOff?.effect === 'transfer' ? cutOff : undefined
  return {
    clock: (events) => foldClock(calendar, policy, events),
    refold: (events) => refoldClock(calendar, policy, events),
    visitDue: (visit, events, since) => {
      if (visit === 'reception') return dueOfPeriod(calendar, intakeLimit, since)
      if (visit === 'transfer') return calculateTransferBy(calendar, since, transferCutOff)
      if (visit === 'delivery') return null
      return dueOfShare(calendar, policy, events, stepShares[visit] / 100, since)
    },
    measure: (events, from, to) => measureStep(calendar, policy, events, from, to),
  }
}

/** A dossier's reckoning, with the calendar it rests on. */
export type DossierReckoning = Readonly<{ reckoning: Reckoning; calendar: WorkCalendar; procedure: Procedure }>

/**
 * The reckoning of one dossier: the time limit of its procedure, the hours of the agency that resolves it. Made before the
 * transaction: one that holds a connection never waits for a second.
 */
export async function makeReckoning(
  db: Db,
  dossier: Pick<StoredDossier, 'procedureVersionId' | 'variant' | 'competentAgencyId'>,
): Promise<DossierReckoning> {
  const procedure = await getVersionOf(db, dossier)
  const agency = await getAgency(db, dossier.competentAgencyId)
  const calendar = await loadCalendar(db, agency.code)
  return { reckoning: reckonWith(calendar, procedure.timeLimit), calendar, procedure }
}

/** The reckoning of a procedure by the hours of an agency: what a submission needs. Nothing is read that is remembered. */
export async function reckonFor(db: Db, procedure: Procedure, agencyId: string): Promise<Reckoning> {
  const agency = await getAgency(db, agencyId)
  return reckonWith(await loadCalendar(db, agency.code), procedure.timeLimit)
}

/**
 * Why the due time is what it is, by the calendar it was counted with: the whole history of its clock. And why the first
 * promise was what it was, counted from acceptance. Both null before acceptance.
 */
export async function explainDue(
  db: Db,
  dossier: StoredDossier,
  events: readonly DossierEvent[],
): Promise<Readonly<{ due: DueTime | null; promise: DueTime | null }>> {
  const { acceptedAt, clockStartedAt, dueAt, calendarVersion } = dossier
  if (!acceptedAt || !clockStartedAt || !dueAt) return { due: null, promise: null }
  const procedure = await getVersionOf(db, dossier)
  const agency = await getAgency(db, dossier.competentAgencyId)
  const calendarAt = (version: number | null) =>
    version === null ? loadCalendar(db, agency.code) : loadCalendarAt(db, agency.code, version)
  const accepted = events.find(({ type }) => type === 'accept')
  const calendar = await calendarAt(calendarVersion)
  const promisedBy = await calendarAt(accepted?.calendarVersion ?? calendarVersion)
  const promise = calculateDue(promisedBy, procedure.timeLimit, acceptedAt)
  const history = clockEventsOf(dossier, toDeeds(events))
  const clock = history.length > 0 ? history : [{ type: 'received', at: acceptedAt } as const]
  const policy = clockPolicyOf(procedure.timeLimit)
  const due: DueTime = {
    clockStartedAt,
    dueAt,
    dueOn: localDay(dueAt),
    // Of the calendar alone: that the competent agency does not have it yet is another reason (see awaitsTransfer).
    provisional: refoldClock(calendar, policy, clock).provisional,
    calendarVersion: calendar.version,
    trace: traceClock(calendar, policy, clock),
  }
  return { due, promise }
}
