import { createHash } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import type { CitizenActor, OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import { makeId } from '#platform/ids'
import type { RegisterDesk } from './desk.ts'
import { registerProblem } from './errors.ts'
import { type Asker, type FailureReason, type RegisterAnswer, RegisterFailure } from './ports.ts'
import {
  appendAnswer,
  appendLookUp,
  type Ending,
  findKept,
  isReadOnRecord,
  keepAnswer,
  type NewLookUp,
} from './repository.ts'
import { describeQuestion } from './rules/question-key.ts'

/** Why somebody asks: the purpose in words, and the dossier; before there is one, the intake or draft. */
export type Reason = Readonly<{
  purpose: string
  dossier: Readonly<{ id: string; code: string }> | null
  occasion: string | null
  actor: Pick<OfficerActor, 'kind' | 'accountId' | 'fullName' | 'agencyCode' | 'agencyName'> | CitizenActor
}>

export type Question = Reason &
  Readonly<{
    register: string
    kind: 'verify' | 'read'
    subject: string
    /** What is given to ask with, by name. */
    inputKinds: readonly string[]
    claims: Readonly<Record<string, string>>
    fields: readonly string[]
    /** Asks the register even when an answer is kept. */
    fresh?: boolean
  }>

/**
 * What a register said. `isKept`: it said so at `answeredAt`, and is not asked again before `expiresAt`.
 * Without an answer nothing is known: neither that something agrees nor that it does not.
 */
export type Told = Readonly<
  | (RegisterAnswer & {
      ok: true
      answeredAt: Temporal.Instant
      expiresAt: Temporal.Instant | null
      isKept: boolean
    })
  | { ok: false; reason: FailureReason }
>

type World = Pick<Context, 'db' | 'clock' | 'config'>

/**
 * Asks a register, on record: who, when, for which agency, with what, why and for which dossier is written before the question
 * leaves, and how it ended after. Only what was asked for is passed on, whatever the register sends.
 * Throws `registers.purpose_missing`, `registers.dossier_missing`, `registers.too_many`.
 */
export async function askOnRecord(
  context: World,
  desk: RegisterDesk,
  question: Question,
  ask: (asker: Asker) => Promise<RegisterAnswer>,
): Promise<Told> {
  const { db, clock } = context
  const purpose = question.purpose.trim()
  if (purpose.length < 3 || purpose.length > 300) throw registerProblem('registers.purpose_missing')
  if (!(question.dossier || question.occasion)) throw registerProblem('registers.dossier_missing')
  const key = keyOf(question)
  const kept = question.fresh ? null : await findKept(db, key, clock.now())
  if (kept) {
    const lookUp = recordOf(context, question, kept.lookUpId)
    // Forms that are filled in ask at every page: of one draft that is one look-up. Who verifies anew leaves a record each time.
    if (question.kind === 'verify' || !(await isReadOnRecord(db, lookUp))) await record(context, lookUp)
    return { ok: true, ...kept, isKept: true }
  }
  // Forms that are filled in ask at every page: while a register rests nothing leaves, and there is nothing to record.
  if (question.kind === 'read' && desk.isResting(question.register)) return { ok: false, reason: 'resting' }
  const retryAfterSeconds = desk.limit(question.actor.accountId)
  if (retryAfterSeconds !== null) throw registerProblem('registers.too_many', { retryAfterSeconds })
  const lookUp = recordOf(context, question, null)
  await record(context, lookUp)
  return await put(context, desk, { question, lookUp, key }, ask)
}

type Put = Readonly<{ question: Question; lookUp: NewLookUp; key: string }>

async function put(
  { db, clock, config }: World,
  desk: RegisterDesk,
  { question, lookUp, key }: Put,
  ask: (asker: Asker) => Promise<RegisterAnswer>,
): Promise<Told> {
  const end = (ending: Ending, more: (at: Temporal.Instant) => Parameters<typeof keepAnswer>[2] | null) =>
    db.transaction().execute(async (tx) => {
      const at = clock.now()
      await appendAnswer(tx, lookUp.id, at, ending)
      const kept = more(at)
      if (kept) await keepAnswer(tx, key, kept)
      return { at, expiresAt: kept?.expiresAt ?? null }
    })
  try {
    const answer = onlyAsked(question, await desk.through(question.register, () => ask(askerOf(lookUp))))
    const hours = config.REGISTERS_KEPT_HOURS
    const { at, expiresAt } = await end({ outcomes: answer.outcomes }, (answeredAt) =>
      hours > 0 ? { ...answer, lookUpId: lookUp.id, answeredAt, expiresAt: answeredAt.add({ hours }) } : null,
    )
    return { ok: true, ...answer, answeredAt: at, expiresAt, isKept: false }
  } catch (error) {
    if (!(error instanceof RegisterFailure)) throw error
    await end({ failure: error.reason }, () => null)
    return { ok: false, reason: error.reason }
  }
}

/** Never the whole record, whatever came (TT 136/2026/TT-BCA Đ3 k8); a field without an outcome is one nothing is known of. */
function onlyAsked({ kind, claims, fields }: Question, { outcomes, values }: RegisterAnswer): RegisterAnswer {
  const asked = new Set([...Object.keys(claims), ...fields])
  return {
    outcomes: Object.fromEntries([...asked].map((field) => [field, outcomes[field] ?? 'no_data'])),
    values: kind === 'read' ? Object.fromEntries(fields.flatMap((field) => entryOf(values, field))) : {},
  }
}

const entryOf = (values: Readonly<Record<string, string>>, field: string): [string, string][] =>
  values[field] ? [[field, values[field]]] : []

function keyOf({ actor, purpose, ...question }: Question): string {
  const holder = question.kind === 'read' ? `${actor.accountId} ${purpose.trim()}` : null
  return createHash('sha256')
    .update(describeQuestion({ ...question, holder }))
    .digest('hex')
}

function recordOf({ clock }: World, question: Question, keptFromId: string | null): NewLookUp {
  const { actor, register, kind, subject, inputKinds, fields, claims, occasion, dossier } = question
  const askedAt = clock.now()
  return {
    ...{ id: makeId(askedAt.epochMilliseconds), askedAt, register, kind, subject, inputKinds },
    ...{ occasion, dossier, keptFromId },
    purpose: question.purpose.trim(),
    fields: [...new Set([...Object.keys(claims), ...fields])],
    account: { kind: actor.kind, id: actor.accountId, name: actor.fullName },
    agency: actor.kind === 'officer' ? { code: actor.agencyCode, name: actor.agencyName } : null,
  }
}

const askerOf = ({ id, account, agency, purpose, dossier }: NewLookUp): Asker => ({
  reference: id,
  account: account.id,
  agencyCode: agency?.code ?? null,
  purpose,
  dossierCode: dossier?.code ?? null,
})

async function record({ db }: World, lookUp: NewLookUp): Promise<void> {
  const { account, agency, dossier, register, kind, fields, purpose } = lookUp
  await db.transaction().execute(async (tx) => {
    if (!(await appendLookUp(tx, lookUp))) return
    await appendAudit(tx, {
      at: lookUp.askedAt,
      actor: {
        kind: account.kind,
        accountId: account.id,
        fullName: account.name,
        ...(agency && { agencyCode: agency.code }),
      },
      action: 'registers.look_up',
      subjectKind: dossier ? 'dossier' : 'look_up',
      subjectId: dossier?.id ?? lookUp.id,
      ...(dossier && { subjectCode: dossier.code }),
      detail: { lookUp: lookUp.id, register, kind, fields, purpose },
    })
  })
}
