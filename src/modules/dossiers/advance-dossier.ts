import { createHash } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import { ClockError, isWorkingDay, localDay } from '#modules/calendar'
import { reckonCharge } from '#modules/fees'
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
  type SystemGiver,
  taskCommands,
  timesAfter,
  verdictOf,
  writeDossierCode,
} from '#modules/lifecycle'
import { cancelCharges, listCharges, openCharge, recordPayment } from '#modules/payments'
import { type PlannedSteps, type ProcessStanding, savePlanned } from '#modules/running'
import type { Context } from '#platform/context'
import type { Db, Tx } from '#platform/db'
import { AppError, requestProblem } from '#platform/errors'
import { enqueue } from '#platform/jobs'
import { chargeHandler, holderOf, nameOfficer } from './charge-handler.ts'
import { attachPapers, findGiven, type Given, type SentPapers } from './command-papers.ts'
import { doerFor, findRunning, findWay, nameTask, stepRunning } from './dossier-process.ts'
import { dossierProblem } from './errors.ts'
import { type DossierReckoning, feeFactsOf, getVersionOf, makeReckoning } from './reckon.ts'
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

type SignedIn = Exclude<Actor, { kind: 'nobody' }> | SystemGiver

const mostTries = 10

/**
 * Loads and decides, then saves with the notice queued: all of it, or none of it. Answers the dossier after the command. What
 * was decided on a dossier that somebody changed meanwhile is decided again.
 */
export async function advanceDossier(
  context: Context,
  codeOrReference: string,
  advance: Advance,
  actor: Actor | SystemGiver,
): Promise<StoredDossier> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const seen = await findDossier(context.db, codeOrReference)
    if (!seen) throw dossierProblem('dossiers.not_found')
    const ready = await prepareAdvance(context, seen, advance, actor).catch((error: unknown) =>
      refusedInVain(context.db, seen, error),
    )
    if (ready === null) continue
    if ('repeated' in ready) return ready.repeated
    const saved = await saveAdvance(context.db, ready)
    if (saved) return saved
  }
  throw dossierProblem('dossiers.changed_meanwhile')
}

/** A refusal holds for the dossier as it was seen: when somebody was faster, all is looked at again. */
async function refusedInVain(db: Db, seen: StoredDossier, error: unknown): Promise<null> {
  const now = error instanceof AppError ? await findDossier(db, seen.reference) : seen
  if (now?.revision === seen.revision) throw error
  return null
}

/** What a command makes of a dossier as it was seen: all that is to be written. */
export type Ready = Readonly<{
  seen: StoredDossier
  advance: Advance & Readonly<{ sha256: string }>
  given: readonly Given[]
  actor: SignedIn
  at: Temporal.Instant
  next: StoredDossier
  ended: EndedVisit | null
  planned: PlannedSteps
}>

/** How time is counted, and which process the dossier follows, when a command is given. */
type Moment = DossierReckoning & Readonly<{ at: Temporal.Instant }>

/**
 * Decides a command on a dossier as it was seen; writes nothing and holds no connection. Answers the dossier itself when the
 * command was carried out before under the same key. `standing`: of a process that is not in the database yet.
 */
export async function prepareAdvance(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  seen: StoredDossier,
  said: Advance,
  actor: Actor | SystemGiver,
  standing: ProcessStanding | null = null,
): Promise<Ready | Readonly<{ repeated: StoredDossier }>> {
  if (actor.kind === 'nobody') throw requestProblem('request.not_signed_in')
  if (!mayReadDossier(actor, seen)) throw dossierProblem('dossiers.not_found')
  const advance = { ...said, command: await nameOfficer(db, said.command) }
  const { key = null, revision = null } = advance
  refuseStranger(seen, advance.command, actor)
  const given = await findGiven(db, advance.papers ?? [], actor)
  const sha256 = fingerprint(advance.command, given)
  const repeated = key ? await findEventOfKey(db, seen.id, key) : null
  if (repeated) {
    if (repeated.sha256 !== sha256) throw requestProblem('request.key_reused')
    return { repeated: seen }
  }
  if (revision !== null && revision !== seen.revision) {
    throw dossierProblem('dossiers.changed_meanwhile', { state: seen.state, revision: seen.revision })
  }
  decideOrThrow(seen, advance.command, null)
  await refuseUnknown(db, advance.command, seen)
  const events = await listEvents(db, seen.id, 0, seen.revision)
  const reckoning = await makeReckoning(db, seen)
  const moment = { ...reckoning, at: notBefore(events, clock.now()) }
  const way = await findWay(db, reckoning.procedure)
  const running = standing ?? (await findRunning(db, seen, way, events))
  const command = nameTask(advance.command, running)
  const stepped = await stepRunning(db, seen, running, advance.command, actor, moment.at)
  const { next, ended } = decideNext(seen, command, stepped.route, actor, moment, toDeeds(events))
  const handler = await chargeHandler(db, seen, next, command, actor, events)
  const { planned, involvedAgencyIds } = stepped
  return {
    ...{ seen, given, actor, ended, planned, at: moment.at },
    advance: { ...advance, command, sha256 },
    next: { ...next, ...handler, involvedAgencyIds },
  }
}

/** Somebody was faster: what was decided is given up, with everything that was written. */
class Outrun extends Error {}

/** Saves what was decided in a transaction of its own; null when somebody changed the dossier since it was seen. */
async function saveAdvance(db: Db, ready: Ready): Promise<StoredDossier | null> {
  try {
    return await db.transaction().execute((tx) => saveInTransaction(tx, ready))
  } catch (error) {
    if (error instanceof Outrun) return null
    throw error
  }
}

/** The same inside the caller's transaction, which is to be given up when this throws. */
export async function saveInTransaction(tx: Tx, ready: Ready): Promise<StoredDossier> {
  const { seen, advance, given, actor, at, ended, planned } = ready
  const locked = await lockDossier(tx, seen.reference)
  if (locked?.revision !== seen.revision || !(await savePlanned(tx, planned))) throw new Outrun()
  const next = await giveCode(tx, ready.next)
  await carryOut(tx, seen, advance, actor, at)
  await attachPapers(tx, seen, advance.command, given, at)
  await saveDossier(tx, next, at)
  await record(tx, next, advance, actor, at)
  if (ended) await recordVisit(tx, seen, next, ended, actor)
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

/** Only what the procedure asks for, in any of its cases: the answers may have told the wrong one. */
async function refuseUnknown(db: Db, command: Command, seen: StoredDossier): Promise<void> {
  if (command.type !== 'request_papers') return
  const { components } = await getVersionOf(db, { ...seen, variant: null })
  const component = command.components.find((key) => components.every((known) => known.key !== key))
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
  const { command } = advance
  if (command.type === 'request_payment') {
    const { reason: name, amountVnd } = command
    const { feeRules } = await getVersionOf(tx, dossier)
    const reckoning = reckonCharge(feeRules, feeFactsOf(dossier), { name, amountVnd })
    const { id: dossierId, receivingAgencyId: agencyId } = dossier
    await openCharge(tx, { dossierId, agencyId, name, amountVnd, at, reckoning })
  }
  if (command.type === 'confirm_payment') await takePayment(tx, dossier, { ...advance, command }, actor, at)
  if (command.type === 'withdraw' || command.type === 'stop') await cancelCharges(tx, dossier.id, at)
}

/** Money that comes to the counter for what was paid online a moment ago is not taken: the cashier is told. */
async function takePayment(
  tx: Tx,
  dossier: StoredDossier,
  { command, key }: Advance & Readonly<{ command: Extract<Command, { type: 'confirm_payment' }> }>,
  actor: SignedIn,
  at: Temporal.Instant,
): Promise<void> {
  if (actor.kind === 'system') return
  const { method, receiptReference: reference } = command
  const charges = await listCharges(tx, dossier.id)
  const due = charges.filter(({ state }) => state === 'due')
  if (charges.length > 0 && due.length === 0) throw dossierProblem('dossiers.paid_already')
  for (const { id } of due) {
    const once = key ?? `${dossier.id}.${dossier.revision}.${id}`
    const paid = await recordPayment(tx, { chargeId: id, method, reference, at, actor, key: once })
    if (!paid.ok) throw dossierProblem('dossiers.paid_already')
  }
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
    actor: doerFor(actor),
    action: `dossiers.${type}`,
    subjectKind: 'dossier',
    subjectId: id,
    subjectCode: code ?? reference,
  })
  await enqueue(tx, { name: 'dossiers.tell_applicant' }, { dossierId: id, number: revision })
}
