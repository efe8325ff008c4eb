import type { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import { localDay } from '#modules/calendar'
import type { Actor } from '#modules/identity'
import { listOwnPapers } from '#modules/papers'
import { cancelCharges, listCharges, openCharge, recordPayment } from '#modules/payments'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { requestProblem } from '#platform/errors'
import { enqueue } from '#platform/jobs'
import { dossierProblem } from './errors.ts'
import { makeReckoning } from './reckon.ts'
import {
  appendEvent,
  findDossier,
  findEventOfKey,
  lockDossier,
  type StoredDossier,
  saveDossier,
  takeCodeNumber,
} from './repository.ts'
import { appendAttachments } from './repository-attachments.ts'
import { mayCommandDossier, mayReadDossier } from './rules/access.ts'
import { decide } from './rules/decide.ts'
import type { Command } from './rules/dossier.ts'
import { writeDossierCode } from './rules/dossier-code.ts'
import { type Reckoning, timesAfter } from './rules/times.ts'
import { attach } from './submit-dossier.ts'

export type Advance = Readonly<{
  command: Command
  /** Papers that come with it: the supplement, or the result. Received before, by id. */
  papers?: readonly Readonly<{ component: string; componentName: string; paper: string }>[]
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
  const repeated = key ? await findEventOfKey(tx, dossier.id, key) : null
  if (repeated) {
    if (repeated.type !== command.type) throw requestProblem('request.key_reused')
    return dossier
  }
  if (revision !== null && revision !== dossier.revision) {
    throw dossierProblem('dossiers.changed_meanwhile', { state: dossier.state, revision: dossier.revision })
  }
  const next = await giveCode(tx, decideNext(dossier, command, actor, moment))
  await carryOut(tx, dossier, advance, actor, moment.at)
  await saveDossier(tx, next)
  await record(tx, next, advance, actor, moment.at)
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

/** What a command does besides changing the state: money and papers. */
async function carryOut(
  tx: Tx,
  dossier: StoredDossier,
  advance: Advance,
  actor: SignedIn,
  at: Temporal.Instant,
): Promise<void> {
  const { command, papers = [], key } = advance
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
  if (papers.length > 0) await attachPapers(tx, dossier, advance, actor, at)
}

async function attachPapers(
  tx: Tx,
  dossier: StoredDossier,
  { command, papers = [] }: Advance,
  actor: SignedIn,
  at: Temporal.Instant,
): Promise<void> {
  const ids = papers.map(({ paper }) => paper)
  const stored = new Map((await listOwnPapers(tx, ids, actor.accountId)).map((paper) => [paper.id, paper]))
  const rows = papers.map(({ component, componentName, paper }, index) => {
    const file = stored.get(paper)
    if (!file) throw dossierProblem('dossiers.papers_unknown', { paper })
    return attach(index + 1, { key: component, name: componentName }, file)
  })
  await appendAttachments(tx, dossier.id, command.type === 'supplement' ? 'supplement' : 'result', rows, at)
}

async function record(
  tx: Tx,
  dossier: StoredDossier,
  advance: Advance,
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
  const papers = advance.papers?.map(({ component }) => component)
  const event = {
    number: revision,
    type,
    at,
    ...person,
    state,
    step,
    detail: papers ? { ...detail, papers } : detail,
  }
  await appendEvent(tx, id, event, advance.key ?? null)
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
