import { createHash } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import { localDay } from '#modules/calendar'
import type { Actor } from '#modules/identity'
import { listOwnPapers, type StoredPaper } from '#modules/papers'
import { cancelCharges, listCharges, openCharge, recordPayment } from '#modules/payments'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { requestProblem } from '#platform/errors'
import { enqueue } from '#platform/jobs'
import { dossierProblem } from './errors.ts'
import { getVersionOf, makeReckoning } from './reckon.ts'
import {
  appendEvent,
  findDossier,
  findEventOfKey,
  findLastRequest,
  lockDossier,
  type StoredDossier,
  saveDossier,
  takeCodeNumber,
} from './repository.ts'
import { appendAttachments } from './repository-attachments.ts'
import { mayCommandDossier, mayReadDossier } from './rules/access.ts'
import { decide } from './rules/decide.ts'
import { type Command, paperStages } from './rules/dossier.ts'
import { writeDossierCode } from './rules/dossier-code.ts'
import { type Reckoning, timesAfter } from './rules/times.ts'
import { attach } from './submit-dossier.ts'

export type Advance = Readonly<{
  command: Command
  /** Papers that come with it: the supplement, or the result (component 'result'). Received before, by id. */
  papers?: readonly Readonly<{ component: string; paper: string }>[]
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
  const reckoning = await makeReckoning(context.db, seen)
  const moment = { at: context.clock.now(), reckoning }
  return await context.db
    .transaction()
    .execute((tx) => advanceInTransaction(tx, seen.reference, advance, actor, moment))
}

/** When it happens, and how time is counted then. */
export type Moment = Readonly<{ at: Temporal.Instant; reckoning: Reckoning }>

/** The same inside the caller's transaction. */
export async function advanceInTransaction(
  tx: Tx,
  reference: string,
  advance: Advance,
  actor: Actor,
  moment: Moment,
): Promise<StoredDossier> {
  if (actor.kind === 'nobody') throw requestProblem('request.not_signed_in')
  const dossier = await lockDossier(tx, reference)
  if (!dossier || !mayReadDossier(actor, dossier)) throw dossierProblem('dossiers.not_found')
  const { command, key = null, revision = null } = advance
  if (!mayCommandDossier(actor, dossier, command.type)) {
    throw dossierProblem('dossiers.not_allowed', { command: command.type })
  }
  const given = await findGiven(tx, advance, actor)
  const repeated = key ? await findEventOfKey(tx, dossier.id, key) : null
  if (repeated) {
    if (repeated.sha256 !== fingerprint(command, given)) throw requestProblem('request.key_reused')
    return dossier
  }
  if (revision !== null && revision !== dossier.revision) {
    throw dossierProblem('dossiers.changed_meanwhile', { state: dossier.state, revision: dossier.revision })
  }
  const next = await giveCode(tx, decideNext(dossier, command, actor, moment))
  await carryOut(tx, dossier, advance, actor, moment.at)
  await attachPapers(tx, dossier, command, given, moment.at)
  await saveDossier(tx, next)
  await record(tx, next, { ...advance, sha256: fingerprint(command, given) }, actor, moment.at)
  return next
}

function decideNext(
  dossier: StoredDossier,
  command: Command,
  actor: SignedIn,
  { at, reckoning }: Moment,
): StoredDossier {
  const decision = decide(dossier, command)
  if (!decision.ok)
    throw dossierProblem(`dossiers.${decision.code}`, { state: dossier.state, step: dossier.step })
  const times = timesAfter(dossier, dossier, decision.next, command, at, reckoning)
  const acceptedBy = command.type === 'accept' ? actor.fullName : dossier.acceptedBy
  return { ...dossier, ...times, ...decision.next, acceptedBy, revision: dossier.revision + 1 }
}

/** One accepted dossier, one code, of the day of intake (NĐ 118/2025 Đ17 k3; NĐ 61/2018 Đ26). */
async function giveCode(tx: Tx, dossier: StoredDossier): Promise<StoredDossier> {
  if (!dossier.acceptedAt || dossier.code) return dossier
  const day = localDay(dossier.acceptedAt).toString()
  const number = await takeCodeNumber(tx, dossier.intakeCode, day)
  return { ...dossier, code: writeDossierCode({ agencyCode: dossier.intakeCode, day, number }) }
}

/** A paper of a command: which component it answers, and the file; null when it was not received from the giver. */
type Given = Readonly<{ component: string; paper: string; file: StoredPaper | null }>

async function findGiven(tx: Tx, { papers = [] }: Advance, { accountId }: SignedIn): Promise<Given[]> {
  const ids = papers.map(({ paper }) => paper)
  const stored = new Map((await listOwnPapers(tx, ids, accountId)).map((file) => [file.id, file]))
  return papers.map((given) => ({ ...given, file: stored.get(given.paper) ?? null }))
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

/** Papers come with a supplement, which is nothing without one, or are the result; no other command brings any. */
async function attachPapers(
  tx: Tx,
  dossier: StoredDossier,
  { type }: Command,
  given: readonly Given[],
  at: Temporal.Instant,
): Promise<void> {
  const stage = paperStages[type]
  if (!stage && given.length > 0) throw dossierProblem('dossiers.papers_not_taken', { command: type })
  if (!stage || (stage === 'result' && given.length === 0)) return
  const names = await listNames(tx, dossier, stage)
  if (given.length === 0) {
    const missing = [...names].map(([component, name]) => ({ component, name }))
    throw dossierProblem('dossiers.components_missing', { missing })
  }
  const rows = given.map(({ component, paper, file }, index) => {
    const name = names.get(component)
    if (name === undefined) throw dossierProblem('dossiers.component_unknown', { component })
    if (!file) throw dossierProblem('dossiers.papers_unknown', { paper })
    return attach(index + 1, { key: component, name }, file)
  })
  await appendAttachments(tx, dossier.id, stage, rows, at)
}

/** The components that papers of this stage may answer, with their names: those of the last request, or the result. */
async function listNames(
  tx: Tx,
  dossier: StoredDossier,
  stage: 'supplement' | 'result',
): Promise<ReadonlyMap<string, string>> {
  const { components, result } = await getVersionOf(tx, dossier)
  if (stage === 'result') return new Map([['result', result.name]])
  const all = new Map(components.map(({ key, name }) => [key, name]))
  const requested = await findLastRequest(tx, dossier.id)
  return requested.length > 0 ? new Map(requested.map((key) => [key, all.get(key) ?? key])) : all
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
