import { createHash } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import { ClockError, isWorkingDay, localDay } from '#modules/calendar'
import type { Actor } from '#modules/identity'
import {
  type Command,
  type Deed,
  type Dossier,
  decide,
  type EndedVisit,
  endedVisit,
  mayCommandDossier,
  mayReadDossier,
  type Route,
  taskCommands,
  timesAfter,
  verdictOf,
  writeDossierCode,
} from '#modules/lifecycle'
import { cancelCharges, listCharges, openCharge, recordPayment } from '#modules/payments'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { requestProblem } from '#platform/errors'
import { enqueue } from '#platform/jobs'
import { chargeHandler, holderOf } from './charge-handler.ts'
import { attachPapers, findGiven, type Given, type SentPapers } from './command-papers.ts'
import { findWay, type KnownWay, lockRunning, stepRunning } from './dossier-process.ts'
import { dossierProblem } from './errors.ts'
import { type DossierReckoning, makeReckoning } from './reckon.ts'
import {
  appendEvent,
  appendStepTime,
  type DossierEvent,
  findDossier,
  findEventOfKey,
  listEvents,
  lockDossier,
  type StoredDossier,
  saveDossier,
  takeCodeNumber,
  toDeeds,
} from './repository.ts'

export type Advance = Readonly<{
  command: Command
  /** Papers that come with it: the supplement, or the result (component 'result'). Received before, by id. */
  papers?: SentPapers
  /** Makes a repeat of the same request harmless. */
  key?: string | null
  /** The revision the giver saw; when somebody changed the dossier since, nothing is done and the giver is told. */
  revision?: number | null
}>

type SignedIn = Exclude<Actor, { kind: 'nobody' }>

/** Loads, decides, saves and queues the notice: all of it, or none of it. Answers the dossier after the command. */
export async function advanceDossier(
  context: Context,
  codeOrReference: string,
  advance: Advance,
  actor: Actor,
): Promise<StoredDossier> {
  const seen = await findDossier(context.db, codeOrReference)
  if (!seen) throw dossierProblem('dossiers.not_found')
  const moment = await makeMoment(context, seen)
  return await context.db
    .transaction()
    .execute((tx) => advanceInTransaction(tx, seen.reference, advance, actor, moment))
}

/** When it happens, how time is counted then, and which process the dossier follows. */
export type Moment = DossierReckoning & Readonly<{ at: Temporal.Instant; way: KnownWay }>

/** Read before the transaction: one that holds a connection never waits for a second. */
export async function makeMoment(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  dossier: Pick<StoredDossier, 'procedureVersionId' | 'competentAgencyId'>,
): Promise<Moment> {
  const at = clock.now()
  const reckoning = await makeReckoning(db, dossier)
  return { at, ...reckoning, way: await findWay(db, reckoning.procedure) }
}

/** The same inside the caller's transaction. */
export async function advanceInTransaction(
  tx: Tx,
  reference: string,
  advance: Advance,
  actor: Actor,
  now: Moment,
): Promise<StoredDossier> {
  if (actor.kind === 'nobody') throw requestProblem('request.not_signed_in')
  const dossier = await lockDossier(tx, reference)
  if (!dossier || !mayReadDossier(actor, dossier)) throw dossierProblem('dossiers.not_found')
  const { command, key = null, revision = null } = advance
  refuseStranger(dossier, command, actor)
  const given = await findGiven(tx, advance.papers ?? [], actor)
  const repeated = key ? await findEventOfKey(tx, dossier.id, key) : null
  if (repeated) {
    if (repeated.sha256 !== fingerprint(command, given)) throw requestProblem('request.key_reused')
    return dossier
  }
  if (revision !== null && revision !== dossier.revision) {
    throw dossierProblem('dossiers.changed_meanwhile', { state: dossier.state, revision: dossier.revision })
  }
  const events = await listEvents(tx, dossier.id, 0, dossier.revision)
  const moment = { ...now, at: notBefore(events, now.at) }
  decideOrThrow(dossier, command, null)
  const running = await lockRunning(tx, dossier, moment.way, events)
  const stepped = await stepRunning(tx, dossier, running, command, actor, moment.at)
  const { next: decided, ended } = decideNext(dossier, command, stepped.route, actor, moment, toDeeds(events))
  const handler = await chargeHandler(tx, dossier, decided, command, actor, events)
  const next = await giveCode(tx, { ...decided, ...handler, involvedAgencyIds: stepped.involvedAgencyIds })
  await carryOut(tx, dossier, advance, actor, moment.at)
  await attachPapers(tx, dossier, command, given, moment.at)
  await saveDossier(tx, next, moment.at)
  await record(tx, next, { ...advance, sha256: fingerprint(command, given) }, actor, moment.at)
  if (ended) await recordVisit(tx, dossier, next, ended, actor)
  return next
}

/** Who may finish a task, the task says (`stepRunning`); a command that finishes none has its givers in one table. */
function refuseStranger(dossier: StoredDossier, command: Command, actor: SignedIn): void {
  const allowed = taskCommands.includes(command.type)
    ? actor.kind === 'officer'
    : mayCommandDossier(actor, dossier, command.type)
  if (!allowed) throw dossierProblem('dossiers.not_allowed', { command: command.type })
}

/** Two servers' clocks differ by a little: what happens next never happens before what has happened. */
function notBefore(events: readonly DossierEvent[], now: Temporal.Instant): Temporal.Instant {
  const last = events.at(-1)?.at
  return last && Temporal.Instant.compare(now, last) < 0 ? last : now
}

function decideOrThrow(dossier: StoredDossier, command: Command, route: Route): Dossier {
  const decision = decide(dossier, command, route)
  if (decision.ok) return decision.next
  throw dossierProblem(`dossiers.${decision.code}`, { state: dossier.state, step: dossier.step })
}

type Next = Readonly<{ next: StoredDossier; ended: EndedVisit | null }>

function decideNext(
  dossier: StoredDossier,
  command: Command,
  route: Route,
  actor: SignedIn,
  moment: Moment,
  earlier: readonly Deed[],
): Next {
  const { at, reckoning } = moment
  const next = decideOrThrow(dossier, command, route)
  refuseDay(dossier, command, moment)
  refuseUnknown(command, moment)
  const deeds = [...earlier, { at, command }]
  const times = foldTimes(dossier, next, deeds, moment)
  const acceptedBy = command.type === 'accept' ? actor.fullName : dossier.acceptedBy
  return {
    next: { ...dossier, ...times, ...next, acceptedBy, revision: dossier.revision + 1 },
    ended: endedVisit(dossier, dossier, deeds, dossier, next, reckoning),
  }
}

/** What the clock refuses of an extension, said as a refusal of the dossier. */
function foldTimes(dossier: StoredDossier, next: Dossier, deeds: readonly Deed[], { reckoning }: Moment) {
  try {
    return timesAfter(dossier, dossier, deeds, dossier, next, reckoning)
  } catch (error) {
    const detail = { dueOn: dossier.dueAt && localDay(dossier.dueAt).toString() }
    if (!(error instanceof ClockError)) throw error
    if (error.code === 'extended_twice') throw dossierProblem('dossiers.extended_twice', detail)
    if (error.code === 'extended_too_late') throw dossierProblem('dossiers.extended_too_late', detail)
    if (error.code === 'extended_not_later') throw dossierProblem('dossiers.extended_not_later', detail)
    throw error
  }
}

/** An extension promises a day, which must be one, and worked. Before the clock has started there is nothing to extend. */
function refuseDay(dossier: StoredDossier, command: Command, { calendar }: Moment): void {
  if (command.type !== 'extend') return
  if (dossier.startsOnTransfer && dossier.state === 'accepted')
    throw dossierProblem('dossiers.wrong_state', { state: dossier.state })
  const day = readDay(command.until)
  if (!day) throw dossierProblem('dossiers.until_invalid', { until: command.until })
  if (!isWorkingDay(calendar, day))
    throw dossierProblem('dossiers.extended_to_day_off', { until: command.until })
}

/** Only what the procedure asks for can be asked for again. */
function refuseUnknown(command: Command, { procedure }: Moment): void {
  if (command.type !== 'request_papers') return
  const component = command.components.find((key) => procedure.components.every((known) => known.key !== key))
  if (component !== undefined) throw dossierProblem('dossiers.component_unknown', { component })
}

function readDay(text: string): Temporal.PlainDate | null {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? Temporal.PlainDate.from(text) : null
  } catch {
    return null
  }
}

async function recordVisit(
  tx: Tx,
  dossier: StoredDossier,
  next: StoredDossier,
  ended: EndedVisit,
  actor: SignedIn,
): Promise<void> {
  const verdict = verdictOf(ended, (at) => localDay(at).toString())
  const officerName = actor.kind === 'officer' ? actor.fullName : dossier.handlerName
  const { revision: number } = next
  await appendStepTime(tx, dossier, { ...ended, number, agencyId: holderOf(dossier), officerName, verdict })
}

/** One accepted dossier, one code, of the day of intake (NĐ 118/2025 Đ17 k3; NĐ 61/2018 Đ26). */
async function giveCode(tx: Tx, dossier: StoredDossier): Promise<StoredDossier> {
  if (!dossier.acceptedAt || dossier.code) return dossier
  const day = localDay(dossier.acceptedAt).toString()
  const number = await takeCodeNumber(tx, dossier.intakeCode, day)
  return { ...dossier, code: writeDossierCode({ agencyCode: dossier.intakeCode, day, number }) }
}

/** What was asked for, papers by their content: the same form sent twice with the same files is the same command. */
function fingerprint(command: Command, given: readonly Given[]): string {
  const fields = Object.entries(command).sort(([one], [other]) => (one < other ? -1 : 1))
  const papers = given.map(({ component, paper, file }) => [component, file?.sha256 ?? paper])
  return createHash('sha256')
    .update(JSON.stringify([fields, papers]))
    .digest('base64url')
}

/** What a command does besides changing the state and bringing papers: money. */
async function carryOut(
  tx: Tx,
  dossier: StoredDossier,
  advance: Advance,
  actor: SignedIn,
  at: Temporal.Instant,
): Promise<void> {
  const { command, key } = advance
  if (command.type === 'request_payment') {
    await openCharge(tx, { dossierId: dossier.id, name: command.reason, amountVnd: command.amountVnd, at })
  }
  if (command.type === 'confirm_payment') {
    const due = (await listCharges(tx, dossier.id)).filter(({ state }) => state === 'due')
    for (const { id } of due) {
      const { method, receiptReference: reference } = command
      await recordPayment(tx, {
        chargeId: id,
        method,
        reference,
        at,
        actor,
        key: key ?? `${dossier.id}.${dossier.revision}.${id}`,
      })
    }
  }
  if (command.type === 'withdraw' || command.type === 'stop') await cancelCharges(tx, dossier.id, at)
}

async function record(
  tx: Tx,
  dossier: StoredDossier,
  advance: Advance & Readonly<{ sha256: string }>,
  actor: SignedIn,
  at: Temporal.Instant,
): Promise<void> {
  const { type, ...detail } = advance.command
  const { id, revision, state, step, code, reference } = dossier
  const person = {
    actorKind: actor.kind,
    actorId: actor.accountId,
    actorName: actor.fullName,
    actorPosition: actor.kind === 'officer' ? actor.position : null,
  }
  const papers = advance.papers?.length ? advance.papers.map(({ component }) => component) : null
  const event = {
    number: revision,
    type,
    at,
    ...person,
    state,
    step,
    dueAt: dossier.dueAt,
    calendarVersion: dossier.calendarVersion,
    detail: papers ? { ...detail, papers } : detail,
  }
  await appendEvent(tx, id, event, { key: advance.key ?? null, sha256: advance.sha256 })
  await appendAudit(tx, {
    at,
    actor,
    action: `dossiers.${type}`,
    subjectKind: 'dossier',
    subjectId: id,
    subjectCode: code ?? reference,
  })
  await enqueue(tx, { name: 'dossiers.tell_applicant' }, { dossierId: id, number: revision })
}
