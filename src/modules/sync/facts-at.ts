import type { Temporal } from 'temporal-polyfill'
import {
  type Attachment,
  type DossierEvent,
  eventNames,
  nationalStates,
  type StoredDossier,
} from '#modules/dossiers'
import type { Agency } from '#modules/organisations'
import { type Charge, feeRuleOf } from '#modules/payments'
import type { Procedure } from '#modules/procedures'
import type { ComponentFlags } from '#modules/vault'
import type {
  ApplicantFacts,
  DossierFacts,
  FeeFacts,
  PaperFacts,
  ProgressFacts,
  ResultFacts,
  SupplementFacts,
  TimesFacts,
} from './ports.ts'

/** What is on record, from which facts are told. */
export type Recorded = Readonly<{
  code: string
  isGivenAnswers: boolean
  /** Where it was filed at the national portal: the account there, if it has one, and when, if that was said. */
  origin: Readonly<{ account: string | null; filedAt: Temporal.Instant | null }> | null
  dossier: StoredDossier
  procedure: Procedure
  fieldCode: string | null
  events: readonly DossierEvent[]
  attachments: readonly Attachment[]
  flags: ReadonlyMap<string, ComponentFlags>
  charges: readonly Charge[]
  /** The numbers of receipts, by charge. */
  receipts: ReadonlyMap<string, string>
  results: readonly ResultFacts[]
  /** Of the citizen who filed here. */
  portalAccount: string | null
  consulted: readonly Readonly<{ code: string; at: Temporal.Instant }>[]
  receivingAgency: Agency
  competentAgency: Agency
  linkOf: (paperId: string) => string | null
}>

const isBy = (at: Temporal.Instant, moment: Temporal.Instant | null): moment is Temporal.Instant =>
  moment !== null && moment.epochMilliseconds <= at.epochMilliseconds

const agencyOf = ({ code, name }: Agency) => ({ code, name })

/** The dossier as it was after its event `number`: pure, and nothing in it that is not on record. */
export function factsAt(recorded: Recorded, number: number): DossierFacts {
  const { dossier, procedure, fieldCode, origin, code } = recorded
  const events = recorded.events.filter((event) => event.number <= number)
  const last = events.at(-1)
  if (last?.number !== number) throw new Error(`the dossier has no event ${number}`)
  const { at, state } = last
  const times = timesOf(recorded, events)
  return {
    code,
    procedure: {
      ...{ code: dossier.procedureCode, name: dossier.procedureName },
      ...{ field: procedure.field, fieldCode },
    },
    channel: dossier.channel,
    filedAt: origin ? 'national_portal' : 'here',
    owner: { kind: dossier.ownerKind, name: dossier.ownerName, personalId: dossier.ownerPersonalId },
    applicant: applicantOf(recorded),
    subject: dossier.subject ?? dossier.procedureName,
    answers: recorded.isGivenAnswers ? dossier.answers : null,
    state,
    nationalState: nationalStates[state],
    outcome: outcomeOf(events),
    times,
    returnMethod: dossier.returnMethod,
    receivingAgency: agencyOf(recorded.receivingAgency),
    competentAgency: agencyOf(recorded.competentAgency),
    papers: papersOf(recorded, events, at),
    fees: recorded.charges.map((charge) => feeOf(recorded, charge, at)),
    supplements: supplementsOf(procedure, events),
    results: times.finishedAt ? recorded.results : [],
    progress: progressOf(recorded, events),
    consultedDatabases: [
      ...new Set(recorded.consulted.filter((one) => isBy(at, one.at)).map((one) => one.code)),
    ],
  }
}

const applicantOf = ({ dossier, origin, portalAccount }: Recorded): ApplicantFacts => ({
  name: dossier.applicantName,
  personalId: dossier.applicantPersonalId,
  phone: dossier.applicantPhone,
  email: dossier.applicantEmail,
  address: dossier.applicantAddress,
  isVerified: dossier.applicantId !== null,
  portalAccount: origin ? origin.account : portalAccount,
})

function outcomeOf(events: readonly DossierEvent[]): DossierFacts['outcome'] {
  const decided = events.findLast(({ type }) => type === 'approve' || type === 'reject')
  if (!decided) return null
  return decided.type === 'approve' ? 'granted' : 'rejected'
}

/** By what happened, not by the clock: two events may fall on one instant. */
function timesOf({ dossier, origin }: Recorded, events: readonly DossierEvent[]): TimesFacts {
  const when = (...types: readonly string[]) => events.findLast(({ type }) => types.includes(type))?.at ?? null
  return {
    // The portal confirms the time of receipt: what was filed there has the time it has there.
    submittedAt: origin?.filedAt ?? dossier.submittedAt,
    acceptedAt: when('accept'),
    dueAt: events.at(-1)?.dueAt ?? null,
    refusedAt: when('refuse'),
    finishedAt: when('approve', 'reject', 'stop', 'withdraw'),
    deliveredAt: when('deliver'),
  }
}

function papersOf(
  { attachments, procedure, flags, linkOf }: Recorded,
  events: readonly DossierEvent[],
  at: Temporal.Instant,
): PaperFacts[] {
  const isSupplemented = events.some(({ type }) => type === 'supplement')
  const codes = new Map(procedure.components.map(({ key, code }) => [key, code]))
  return attachments.flatMap((paper) => {
    const { stage, componentKey } = paper
    const isThere = stage === 'submission' || (stage === 'supplement' && isSupplemented)
    if (stage === 'result' || !isThere || !isBy(at, paper.providedAt)) return []
    return {
      id: paper.paperId,
      stage,
      componentKey,
      componentCode: codes.get(componentKey) ?? null,
      componentName: paper.componentName,
      fileName: paper.name,
      mediaType: paper.mediaType,
      sizeBytes: paper.sizeBytes,
      sha256: paper.sha256,
      link: linkOf(paper.paperId),
      ...(flags.get(componentKey) ?? noFlags),
    }
  })
}

const noFlags: ComponentFlags = {
  digitised: false,
  reused: false,
  fromNationalVault: false,
  replacedByResult: null,
}

function feeOf(recorded: Recorded, charge: Charge, at: Temporal.Instant): FeeFacts {
  const { name, amountVnd, state, paidAt, method } = charge
  const code = feeRuleOf(charge, recorded.procedure.feeRules)?.key ?? null
  const asked = { code, name, amountVnd, askedDuring: whenAsked(recorded.events, charge) }
  if (state === 'paid' && !isBy(at, paidAt))
    return { ...asked, state: 'due', paidAt: null, method: null, receiptReference: null }
  const receiptReference = recorded.receipts.get(charge.id) ?? charge.receiptReference
  return { ...asked, state, paidAt, method, receiptReference }
}

/** By the requests for this sum under this name; where there are several, all have to say the same. */
function whenAsked(
  events: readonly DossierEvent[],
  { name, amountVnd }: Pick<Charge, 'name' | 'amountVnd'>,
): FeeFacts['askedDuring'] {
  const isAsked = ({ type, detail }: DossierEvent) =>
    type === 'request_payment' && detail.reason === name && detail.amountVnd === amountVnd
  const isAtIntake = (asked: DossierEvent) => {
    const before = events.filter(({ number }) => number < asked.number)
    return before.at(-1)?.state === 'accepted' && before.every(({ type }) => type !== 'supplement')
  }
  const requests = events.filter(isAsked)
  return requests.length > 0 && requests.every(isAtIntake) ? 'intake' : null
}

/** Each request for papers with the supplement that answered it. */
function supplementsOf(
  { components: known }: Pick<Procedure, 'components'>,
  events: readonly DossierEvent[],
): SupplementFacts[] {
  const named = new Map(known.map(({ key, code, name }) => [key, { code, name }]))
  return events.flatMap((asked, index) => {
    if (asked.type !== 'request_papers') return []
    const answer = events.slice(index + 1).find(({ type }) => type === 'supplement') ?? null
    const { reason, components } = asked.detail as { reason?: unknown; components?: unknown }
    return {
      number: asked.number,
      requestedBy: asked.actorName,
      reason: typeof reason === 'string' ? reason : '',
      requestedAt: asked.at,
      components: Array.isArray(components) ? components.flatMap((key) => named.get(key) ?? []) : [],
      receivedBy: answer?.actorName ?? null,
      receivedAt: answer?.at ?? null,
      dueBefore: events[index - 1]?.dueAt ?? null,
      dueAfter: answer?.dueAt ?? null,
    }
  })
}

function progressOf(
  { receivingAgency, competentAgency }: Recorded,
  events: readonly DossierEvent[],
): ProgressFacts[] {
  return events.map((event, index) => {
    // Who acted, acted at the step that the dossier was at before; a task of the process may be another agency's.
    const step = events[index - 1]?.step ?? 'reception'
    const holder = step === 'reception' || step === 'delivery' ? receivingAgency : competentAgency
    const isOfHolder = event.actorKind === 'officer' && event.type !== 'complete_task'
    return {
      number: event.number,
      at: event.at,
      officerName: event.actorName,
      position: event.actorPosition,
      agencyName: isOfHolder ? holder.name : null,
      what: eventNames[event.type as keyof typeof eventNames]?.vi ?? event.type,
      state: event.state,
      nationalState: nationalStates[event.state],
      dueAt: event.dueAt,
    }
  })
}
