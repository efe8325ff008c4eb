import type { CommandType, DossierState, Step } from './dossier.ts'

/** As much of a signed-in person as these rules need (see identity's Actor). */
export type Asker =
  | Readonly<{ kind: 'nobody' }>
  | AskingCitizen
  | Readonly<{ kind: 'officer'; roles: readonly string[]; agencyId: string }>
  | SystemGiver

/** Somebody signed in: how surely, and for whom they act; `isProven` when the State said that they may. */
export type AskingCitizen = Readonly<{
  kind: 'citizen'
  accountId: string
  personalId: string
  assuranceLevel: 1 | 2
  actingFor?: Readonly<{ kind: string; number: string; isProven: boolean }> | null
}>

/** The system itself, on a proof from outside: `fullName` says whose. No request of a person ever becomes it. */
export type SystemGiver = Readonly<{ kind: 'system'; accountId: 'system'; fullName: string }>

/** What the system itself may do to a dossier: follow money that a payment platform took (NĐ 118/2025 Đ24). */
const systemCommands: readonly CommandType[] = ['confirm_payment']

/** As much of a dossier as these rules need. */
export type Access = Readonly<{
  applicantId: string | null
  applicantPersonalId: string
  /** Personal id, or the code of a body. */
  ownerPersonalId: string
  ownerKind: OwnerKind
  receivingAgencyId: string
  competentAgencyId: string
  /** The agencies that its process gave a task. */
  involvedAgencyIds: readonly string[]
}>

/** Whose right a dossier is in. */
export type OwnerKind = 'citizen' | 'enterprise' | 'organisation'

type Side = 'applicant' | 'receiving' | 'competent'

/** Who gives which command: the applicant, or an officer of one role in the agency on that side of the dossier. */
export const commandGivers: Readonly<Record<CommandType, readonly (readonly [Side, string])[]>> = {
  // Whoever the process names for the task: see mayDoTask of processes.
  complete_task: [],
  accept: [['receiving', 'reception_officer']],
  refuse: [['receiving', 'reception_officer']],
  transfer: [
    ['receiving', 'reception_officer'],
    ['competent', 'case_officer'],
  ],
  request_papers: [
    ['receiving', 'reception_officer'],
    ['competent', 'case_officer'],
  ],
  supplement: [
    ['applicant', 'citizen'],
    ['receiving', 'reception_officer'],
  ],
  request_payment: [
    ['receiving', 'reception_officer'],
    ['competent', 'case_officer'],
    ['receiving', 'cashier'],
    ['competent', 'cashier'],
  ],
  confirm_payment: [
    ['receiving', 'cashier'],
    ['competent', 'cashier'],
    ['receiving', 'reception_officer'],
  ],
  request_confirmation: [['competent', 'case_officer']],
  record_confirmation: [['competent', 'case_officer']],
  submit_for_approval: [['competent', 'case_officer']],
  return_to_appraisal: [['competent', 'signatory']],
  approve: [['competent', 'signatory']],
  reject: [['competent', 'signatory']],
  stop: [
    ['receiving', 'reception_officer'],
    ['competent', 'case_officer'],
  ],
  withdraw: [
    ['applicant', 'citizen'],
    ['receiving', 'reception_officer'],
  ],
  deliver: [['receiving', 'reception_officer']],
  extend: [['competent', 'signatory']],
  assign: [
    ['receiving', 'reception_officer'],
    ['competent', 'case_officer'],
    ['competent', 'signatory'],
  ],
}

/** A right to a dossier follows from a relation to it; its code is no secret and opens nothing but the public progress. */
export function mayReadDossier(asker: Asker, dossier: Access): boolean {
  if (asker.kind === 'system') return true
  if (asker.kind === 'citizen') return isApplicant(asker, dossier) || isOwner(asker, dossier)
  if (asker.kind !== 'officer') return false
  if (asker.roles.includes('auditor')) return true
  const readsDossiers = asker.roles.some((role) => role !== 'administrator')
  return (
    readsDossiers &&
    (asker.agencyId === dossier.receivingAgencyId ||
      asker.agencyId === dossier.competentAgencyId ||
      dossier.involvedAgencyIds.includes(asker.agencyId))
  )
}

/** Events inside the agencies: citizens see that they happened, and not what officers told each other. */
export const eventsInside: readonly string[] = [
  'transfer',
  'submit_for_approval',
  'return_to_appraisal',
  'assign',
  'complete_task',
  'moved',
]

/** As much of a paper of a dossier as these rules need; `providedAt` in milliseconds of the epoch. */
type Provided = Readonly<{
  stage: 'submission' | 'supplement' | 'result'
  providedAt: Readonly<{ epochMilliseconds: number }>
}>

/** How a dossier was decided, as far as these rules need it. */
type Decided = Readonly<{
  state: DossierState
  outcome: 'granted' | 'rejected' | null
  resolvedAt: Readonly<{ epochMilliseconds: number }> | null
}>

/**
 * The papers of a dossier that `asker` may see. A result that is only proposed is none yet: outside the agencies one sees,
 * once it is resolved, what came with the decision; else, when it was granted, the proposal that was approved.
 */
export function listSeenPapers<Paper extends Provided>(
  asker: Asker,
  dossier: Decided,
  papers: readonly Paper[],
): Paper[] {
  if (asker.kind === 'officer') return [...papers]
  const given = papers.filter(({ stage }) => stage !== 'result')
  const { state, outcome, resolvedAt } = dossier
  if (!resolvedAt || (state !== 'resolved' && state !== 'delivered')) return given
  const results = papers.filter(({ stage }) => stage === 'result')
  const since = (at: number) => results.filter(({ providedAt }) => providedAt.epochMilliseconds >= at)
  const withDecision = since(resolvedAt.epochMilliseconds)
  if (withDecision.length > 0) return [...given, ...withDecision]
  const last = Math.max(...results.map(({ providedAt }) => providedAt.epochMilliseconds))
  return outcome === 'granted' ? [...given, ...since(last)] : given
}

export function mayCommandDossier(asker: Asker, dossier: Access, type: CommandType): boolean {
  if (asker.kind === 'system') return systemCommands.includes(type)
  return commandGivers[type].some(([side, role]) => {
    if (side === 'applicant') return asker.kind === 'citizen' && isApplicant(asker, dossier)
    if (asker.kind !== 'officer' || !asker.roles.includes(role)) return false
    return asker.agencyId === (side === 'receiving' ? dossier.receivingAgencyId : dossier.competentAgencyId)
  })
}

/** The steps that wait for officers of these roles: what their worklist shows. */
export function stepsOf(roles: readonly string[]): Step[] {
  const steps = new Set<Step>()
  if (roles.includes('reception_officer') || roles.includes('cashier')) steps.add('reception').add('delivery')
  if (roles.includes('case_officer')) steps.add('appraisal')
  if (roles.includes('signatory')) steps.add('approval')
  if (roles.includes('leader') || roles.includes('auditor')) {
    for (const step of ['reception', 'appraisal', 'approval', 'delivery'] as const) steps.add(step)
  }
  return [...steps]
}

/**
 * Who filed it. A body's dossier is its own: whoever acts for it now has it, and who no longer does has it no more. What was
 * handed in elsewhere under a personal id is shown from level 2 on: there somebody saw the card (NĐ 69/2024 Đ10).
 */
function isApplicant(asker: AskingCitizen, dossier: Access): boolean {
  const { actingFor } = asker
  if (dossier.ownerKind !== 'citizen')
    return actingFor?.kind === dossier.ownerKind && actingFor.number === dossier.ownerPersonalId
  if (isForBody(asker)) return false
  if (asker.accountId === dossier.applicantId) return true
  return asker.assuranceLevel === 2 && asker.personalId === dossier.applicantPersonalId
}

/** In whose right it is; or who acts for that person, and the State says so. A mere declaration opens nothing. */
function isOwner(asker: AskingCitizen, { ownerKind, ownerPersonalId }: Access): boolean {
  const { actingFor } = asker
  if (ownerKind !== 'citizen' || isForBody(asker)) return false
  if (actingFor?.kind === 'person' && actingFor.isProven && actingFor.number === ownerPersonalId) return true
  return asker.assuranceLevel === 2 && asker.personalId === ownerPersonalId
}

/** At work for a body, one's own affairs stay closed: others may look at that screen. */
const isForBody = ({ actingFor }: AskingCitizen): boolean => actingFor != null && actingFor.kind !== 'person'
