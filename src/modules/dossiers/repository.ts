import type { Temporal } from 'temporal-polyfill'
import type { Entitlement } from '#modules/fees'
import {
  type Channel,
  type Command,
  closedStates,
  type Deed,
  type Dossier,
  type DossierState,
  type EndedVisit,
  type Outcome,
  type OwnerKind,
  type Step,
  type Times,
  urgentAt,
  type Verdict,
} from '#modules/lifecycle'
import type { Channel as ContactChannel } from '#modules/notifications'
import type { Ground } from '#modules/representation'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'

/** The right to act for the owner as it was when the dossier was filed. */
export type RepresentationOnFile = Readonly<{ id: string; ground: Ground; isProven: boolean }>

/** All that is kept of a dossier: its lifecycle, its times, the people, the agencies. */
export type StoredDossier = Dossier &
  Times &
  Readonly<{
    id: string
    reference: string
    code: string | null
    revision: number
    procedureVersionId: string
    /** The case of the procedure, by its place in the guide of the version; null where none is told apart. */
    variant: number | null
    procedureCode: string
    procedureName: string
    channel: Channel
    submittedBy: string
    applicantId: string | null
    applicantName: string
    applicantPersonalId: string
    applicantBirthOn: string | null
    applicantPhone: string | null
    applicantEmail: string | null
    applicantAddress: string | null
    /** The channel that the applicant wants to be told by; null: the order of the settings. */
    contactChannel: ContactChannel | null
    ownerName: string
    /** Personal id, or the code of a body. */
    ownerPersonalId: string
    ownerKind: OwnerKind
    /** By which right the applicant acts for the owner; null: for themselves, or an officer wrote the owner down. */
    representation: RepresentationOnFile | null
    subject: string | null
    answers: Readonly<Record<string, Readonly<Record<string, unknown>>>>
    returnMethod: 'counter' | 'electronic' | 'post'
    receivingAgencyId: string
    competentAgencyId: string
    intakeCode: string
    acceptedBy: string | null
    /** Taken in by another agency's one-stop: its clock starts when the competent agency has it. */
    startsOnTransfer: boolean
    /** Cán bộ thụ lý: who is in charge of the present step; null: anybody of its role. */
    handlerId: string | null
    handlerName: string | null
    /** The agencies besides these two that its process gave a task. */
    involvedAgencyIds: readonly string[]
    /** What makes its fees lower, as an officer saw it proven at intake. */
    applicantCategories: readonly string[]
    entitlements: readonly Entitlement[]
  }>

/** What people know a dossier by: its code, or before acceptance its reference; or a code that another system has for it. */
export type DossierName = string | Readonly<{ typed: string; elsewhereId: string }>

/** The dossier of that name. What is a name of ours means ours, whatever another system calls by it. */
export async function findDossier(db: Db | Tx, name: DossierName): Promise<StoredDossier | null> {
  const { typed, elsewhereId } = typeof name === 'string' ? { typed: name, elsewhereId: null } : name
  const rows = await selectDossier(db)
    .where((or) =>
      or.or([
        or('code', '=', typed),
        or('reference', '=', typed),
        ...(elsewhereId ? [or('id', '=', elsewhereId)] : []),
      ]),
    )
    .execute()
  const row = rows.find(({ code, reference }) => code === typed || reference === typed) ?? rows[0]
  return row ? toDossier(row) : null
}

export async function findDossierById(db: Db | Tx, id: string): Promise<StoredDossier | null> {
  const row = await selectDossier(db).where('id', '=', id).executeTakeFirst()
  return row ? toDossier(row) : null
}

/** Holds the dossier until the transaction ends: two officers cannot decide it at once. */
export async function lockDossier(tx: Tx, codeOrReference: string): Promise<StoredDossier | null> {
  const row = await selectDossier(tx)
    .where((or) => or.or([or('code', '=', codeOrReference), or('reference', '=', codeOrReference)]))
    .forUpdate()
    .executeTakeFirst()
  return row ? toDossier(row) : null
}

/** What names a dossier in a list. */
export type DossierTitle = Pick<StoredDossier, 'code' | 'reference' | 'procedureName' | 'applicantName'>

/** The titles of dossiers by their ids, at most 200. */
export async function listTitles(db: Db, ids: readonly string[]): Promise<Map<string, DossierTitle>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('dossiers.dossier')
    .select(['id', 'code', 'reference', 'procedure_name as procedureName', 'applicant_name as applicantName'])
    .where('id', 'in', ids.slice(0, 200))
    .execute()
  return new Map(rows.map(({ id, ...title }) => [id, title]))
}

/** The same by its id. */
export async function lockDossierById(tx: Tx, id: string): Promise<StoredDossier | null> {
  const row = await selectDossier(tx).where('id', '=', id).forUpdate().executeTakeFirst()
  return row ? toDossier(row) : null
}

const selectDossier = (db: Db | Tx) => db.selectFrom('dossiers.dossier').selectAll()
type Row = Awaited<ReturnType<ReturnType<typeof selectDossier>['executeTakeFirstOrThrow']>>

const instant = (value: Date | null): Temporal.Instant | null => (value === null ? null : instantOf(value))

function toDossier(row: Row): StoredDossier {
  return {
    id: row.id,
    reference: row.reference,
    code: row.code,
    revision: row.revision,
    procedureVersionId: row.procedure_version_id,
    variant: row.variant,
    procedureCode: row.procedure_code,
    procedureName: row.procedure_name,
    channel: row.channel as Channel,
    state: row.state as DossierState,
    step: row.step as Step,
    resumeState: row.resume_state as DossierState | null,
    outcome: row.outcome as Outcome | null,
    supplementCount: row.supplement_count,
    submittedBy: row.submitted_by,
    ...toPeople(row),
    subject: row.subject,
    answers: row.answers as StoredDossier['answers'],
    returnMethod: row.return_method as StoredDossier['returnMethod'],
    receivingAgencyId: row.receiving_agency_id,
    competentAgencyId: row.competent_agency_id,
    intakeCode: row.intake_code,
    acceptedBy: row.accepted_by,
    startsOnTransfer: row.starts_on_transfer,
    handlerId: row.handler_id,
    handlerName: row.handler_name,
    involvedAgencyIds: row.involved_agency_ids,
    applicantCategories: row.applicant_categories,
    entitlements: row.entitlements as StoredDossier['entitlements'],
    ...toTimes(row),
  }
}

const toPeople = (row: Row) => ({
  applicantId: row.applicant_id,
  applicantName: row.applicant_name,
  applicantPersonalId: row.applicant_personal_id,
  applicantBirthOn: row.applicant_birth_on,
  applicantPhone: row.applicant_phone,
  applicantEmail: row.applicant_email,
  applicantAddress: row.applicant_address,
  contactChannel: row.contact_channel as ContactChannel | null,
  ownerName: row.owner_name,
  ownerPersonalId: row.owner_personal_id,
  ownerKind: row.owner_kind as OwnerKind,
  representation: row.representation as RepresentationOnFile | null,
})

const toTimes = (row: Row): Times => ({
  submittedAt: instantOf(row.submitted_at),
  acceptedAt: instant(row.accepted_at),
  clockStartedAt: instant(row.clock_started_at),
  originalDueAt: instant(row.original_due_at),
  dueAt: instant(row.due_at),
  dueProvisional: row.due_provisional,
  calendarVersion: row.calendar_version,
  extendedAt: instant(row.extended_at),
  stepEnteredAt: instant(row.step_entered_at),
  stepDueAt: instant(row.step_due_at),
  waitingSince: instant(row.waiting_since),
  resolvedAt: instant(row.resolved_at),
  deliveredAt: instant(row.delivered_at),
  closedAt: instant(row.closed_at),
})

/**
 * Writes the state and the times after a decision made `at`; the revision counts the changes. Reminders look at it next,
 * unless nothing more will happen to it.
 */
export async function saveDossier(tx: Tx, dossier: StoredDossier, at: Temporal.Instant): Promise<void> {
  const text = (at: Temporal.Instant | null) => at?.toString() ?? null
  const holder =
    dossier.step === 'reception' || dossier.step === 'delivery'
      ? dossier.receivingAgencyId
      : dossier.competentAgencyId
  await tx
    .updateTable('dossiers.dossier')
    .set({
      code: dossier.code,
      state: dossier.state,
      step: dossier.step,
      resume_state: dossier.resumeState,
      outcome: dossier.outcome,
      supplement_count: dossier.supplementCount,
      revision: dossier.revision,
      holder_agency_id: holder,
      accepted_at: text(dossier.acceptedAt),
      accepted_by: dossier.acceptedBy,
      clock_started_at: text(dossier.clockStartedAt),
      original_due_at: text(dossier.originalDueAt),
      due_at: text(dossier.dueAt),
      due_provisional: dossier.dueProvisional,
      calendar_version: dossier.calendarVersion,
      extended_at: text(dossier.extendedAt),
      step_entered_at: text(dossier.stepEnteredAt),
      step_due_at: text(dossier.stepDueAt),
      handler_id: dossier.handlerId,
      handler_name: dossier.handlerName,
      involved_agency_ids: [...dossier.involvedAgencyIds],
      alarm_at: closedStates.includes(dossier.state) ? null : at.toString(),
      waiting_since: text(dossier.waitingSince),
      resolved_at: text(dossier.resolvedAt),
      delivered_at: text(dossier.deliveredAt),
      closed_at: text(dossier.closedAt),
      urgent_at: text(urgentAt(dossier, dossier)) ?? 'infinity',
    })
    .where('id', '=', dossier.id)
    .execute()
}

export type DossierEvent = Readonly<{
  number: number
  type: string
  at: Temporal.Instant
  actorKind: 'citizen' | 'officer' | 'system'
  actorId: string
  actorName: string
  actorPosition: string | null
  state: DossierState
  step: Step
  /** The due time in force after it, and the revision of the calendar it was counted by. */
  dueAt: Temporal.Instant | null
  calendarVersion: number | null
  detail: Readonly<Record<string, unknown>>
}>

const byItself = ['submitted', 'recounted', 'moved']

/** What was done to a dossier, of its events: what happened by itself (submission, recounting, its process) is no deed. */
export const toDeeds = (events: readonly Pick<DossierEvent, 'type' | 'at' | 'detail'>[]): Deed[] =>
  events
    .filter(({ type }) => !byItself.includes(type))
    .map(({ type, at, detail }) => ({ at, command: { ...detail, type } as Command }))

/** Writes an event beside the state it led to. `number` is the revision of the dossier after it. */
export async function appendEvent(
  tx: Tx,
  dossierId: string,
  event: DossierEvent,
  command: Readonly<{ key: string | null; sha256: string }>,
): Promise<void> {
  await tx
    .insertInto('dossiers.dossier_event')
    .values({
      dossier_id: dossierId,
      number: event.number,
      type: event.type,
      at: event.at.toString(),
      actor_kind: event.actorKind,
      actor_id: event.actorId,
      actor_name: event.actorName,
      actor_position: event.actorPosition,
      state: event.state,
      step: event.step,
      due_at: event.dueAt?.toString() ?? null,
      calendar_version: event.calendarVersion,
      command_key: command.key,
      command_sha256: command.sha256,
      detail: JSON.stringify(event.detail),
    })
    .execute()
}

/** Writes what a visit of a step took, beside the event `number` that ended it. */
export async function appendStepTime(
  tx: Tx,
  dossier: Pick<StoredDossier, 'id' | 'procedureCode'>,
  visit: EndedVisit &
    Readonly<{ number: number; agencyId: string; officerName: string | null; verdict: Verdict }>,
): Promise<void> {
  await tx
    .insertInto('dossiers.step_time')
    .values({
      dossier_id: dossier.id,
      number: visit.number,
      step: visit.step,
      agency_id: visit.agencyId,
      procedure_code: dossier.procedureCode,
      officer_name: visit.officerName,
      entered_at: visit.enteredAt.toString(),
      left_at: visit.leftAt.toString(),
      due_at: visit.dueAt?.toString() ?? null,
      elapsed_minutes: visit.elapsedMinutes,
      counted_minutes: visit.countedMinutes,
      verdict: visit.verdict,
    })
    .execute()
}

/** The event a command with this key made before, if it did: a repeat is answered, not carried out again. */
export async function findEventOfKey(
  tx: Db | Tx,
  dossierId: string,
  commandKey: string,
): Promise<{ sha256: string | null } | null> {
  const found = await tx
    .selectFrom('dossiers.dossier_event')
    .select('command_sha256 as sha256')
    .where('dossier_id', '=', dossierId)
    .where('command_key', '=', commandKey)
    .executeTakeFirst()
  return found ?? null
}

/** The components that the last request for papers named; none when papers were never asked for, or in words alone. */
export async function findLastRequest(tx: Tx, dossierId: string): Promise<string[]> {
  const found = await tx
    .selectFrom('dossiers.dossier_event')
    .select('detail')
    .where('dossier_id', '=', dossierId)
    .where('type', '=', 'request_papers')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const { components } = (found?.detail ?? {}) as { components?: unknown }
  return Array.isArray(components) ? components.filter((key) => typeof key === 'string') : []
}

/** The events of a dossier in order, at most `limit` after number `after`. */
export async function listEvents(
  db: Db | Tx,
  dossierId: string,
  after = 0,
  limit = 200,
): Promise<DossierEvent[]> {
  const rows = await db
    .selectFrom('dossiers.dossier_event')
    .selectAll()
    .where('dossier_id', '=', dossierId)
    .where('number', '>', after)
    .orderBy('number')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    number: row.number,
    type: row.type,
    at: instantOf(row.at),
    actorKind: row.actor_kind as DossierEvent['actorKind'],
    actorId: row.actor_id,
    actorName: row.actor_name,
    actorPosition: row.actor_position,
    state: row.state as DossierState,
    step: row.step as Step,
    dueAt: instant(row.due_at),
    calendarVersion: row.calendar_version,
    detail: row.detail as Record<string, unknown>,
  }))
}

/** The next number of `agencyCode` on `dayOn`: unique and, because it rolls back with its dossier, without gaps. */
export async function takeCodeNumber(tx: Tx, agencyCode: string, dayOn: string): Promise<number> {
  const { last_number } = await tx
    .insertInto('dossiers.code_counter')
    .values({ agency_code: agencyCode, day_on: dayOn, last_number: 1 })
    .onConflict((conflict) =>
      conflict
        .constraint('code_counter_pkey')
        .doUpdateSet((eb) => ({ last_number: eb('dossiers.code_counter.last_number', '+', 1) })),
    )
    .returning('last_number')
    .executeTakeFirstOrThrow()
  return last_number
}
