import type { Temporal } from 'temporal-polyfill'
import { parseDocument } from 'yaml'
import { appendAudit } from '#modules/audit'
import { localDay } from '#modules/calendar'
import type { OfficerActor } from '#modules/identity'
import { approveVersion, forgetProcedures, withdrawVersion } from '#modules/procedures'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { checkDesign, isSound } from './check-design.ts'
import { designProblem } from './errors.ts'
import { appendAct, findFiles, listWriters, lockDesign } from './repository.ts'
import {
  type ActRefusal,
  type Design,
  type DesignAct,
  type DesignFiles,
  decideAct,
  standingOf,
} from './rules/design.ts'

export type DesignOrder = Readonly<{
  act: DesignAct
  /** The revision the actor saw. */
  seen: number
  /** Why; needed to return and to undo. */
  note?: string
  /** Of an approval: number and day of the decision, and from when it applies (YYYY-MM-DD). */
  decision?: Readonly<{ number: string; decidedOn: string; effectiveOn: string }>
}>

export type OrderRefusal =
  | ActRefusal
  | 'changed_meanwhile'
  | 'reason_needed'
  | 'decision_needed'
  | 'day_passed'
  | 'decided_in_future'
  | 'not_after_last'
  | 'checks_failed'

/** `on`: the day a refusal speaks of, YYYY-MM-DD. */
export type OrderAnswer =
  | Readonly<{ ok: true; design: Design }>
  | Readonly<{ ok: false; code: OrderRefusal; on?: string }>

type Asked = Readonly<{ design: Design; order: DesignOrder; actor: OfficerActor; at: Temporal.Instant }>

/**
 * Submits, takes back, returns, approves, undoes or gives up a design, in one transaction with its audit entry. What is
 * submitted or approved is checked first. An approval makes a version of the procedure, in force from its day on.
 */
export async function decideDesign(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  id: string,
  order: DesignOrder,
  actor: OfficerActor,
): Promise<OrderAnswer> {
  const at = clock.now()
  const answer = await db.transaction().execute(async (tx): Promise<OrderAnswer> => {
    const design = await lockDesign(tx, id)
    if (!design) throw designProblem('designs.not_found')
    if (design.revision !== order.seen) return { ok: false, code: 'changed_meanwhile' }
    return await carryOut(tx, { design, order, actor, at })
  })
  forgetProcedures(db)
  return answer
}

async function carryOut(tx: Tx, asked: Asked): Promise<OrderAnswer> {
  const { design, order, actor, at } = asked
  const today = localDay(at).toString()
  const writers = await listWriters(tx, design.id)
  const standing = standingOf(design, today)
  const decided = decideAct(order.act, { standing, actorId: actor.accountId, writers })
  if (!decided.ok) return decided
  const fault = faultOf(order, today)
  if (fault) return fault
  const effect = await takeEffect(tx, asked)
  if (!effect.ok) return effect
  const { decision } = effect
  const by = { id: actor.accountId, name: actor.fullName }
  const note = order.note || decision?.number || null
  const { act } = order
  await appendAct(tx, { design, act, state: decided.state, decision, by, note, at: at.toString() })
  await appendAudit(tx, {
    at,
    actor,
    action: `designs.${act}`,
    subjectKind: 'design',
    subjectId: design.id,
    subjectCode: design.code,
    detail: { note, decision },
  })
  return { ok: true, design: { ...design, state: decided.state, revision: design.revision + 1, decision } }
}

type Refused = Extract<OrderAnswer, { ok: false }>

/** What is missing from an order, or cannot be. */
function faultOf({ act, note, decision }: DesignOrder, today: string): Refused | null {
  if ((act === 'return' || act === 'undo') && !note) return { ok: false, code: 'reason_needed' }
  if (act !== 'approve') return null
  if (!decision?.number || !decision.decidedOn || !decision.effectiveOn)
    return { ok: false, code: 'decision_needed' }
  if (decision.decidedOn > today) return { ok: false, code: 'decided_in_future', on: today }
  return decision.effectiveOn < today ? { ok: false, code: 'day_passed', on: today } : null
}

type Effect = Readonly<{ ok: true; decision: Design['decision'] }> | Refused

/** What an act does to the versions of the procedure. */
async function takeEffect(tx: Tx, asked: Asked): Promise<Effect> {
  const { act } = asked.order
  if (act === 'undo') return await undo(tx, asked)
  if (act !== 'submit' && act !== 'approve') return { ok: true, decision: null }
  const files = await findFiles(tx, asked.design.id, asked.design.saveNumber)
  if (!files) throw designProblem('designs.save_not_found')
  return await approve(tx, asked, files)
}

async function approve(tx: Tx, { design, order, actor, at }: Asked, files: DesignFiles): Promise<Effect> {
  const { decision } = order
  const check = await checkDesign(design.code, files)
  if (!isSound(check)) return { ok: false, code: 'checks_failed' }
  if (order.act === 'submit' || !decision) return { ok: true, decision: null }
  const answer = await approveVersion(tx, {
    content: check.pack.content,
    files: dated(files, decision.effectiveOn),
    effectiveFrom: decision.effectiveOn,
    decision: {
      number: decision.number,
      decidedOn: decision.decidedOn,
      decidedByName: actor.fullName,
      designId: design.id,
    },
    at,
  })
  if (!answer.ok) return { ok: false, code: answer.code, on: answer.lastFrom }
  return { ok: true, decision: { ...decision, versionId: answer.versionId } }
}

/** The file says the day that was decided. */
function dated(files: DesignFiles, effectiveOn: string): DesignFiles {
  const document = parseDocument(files['procedure.yaml'])
  document.set('effectiveFrom', effectiveOn)
  return { ...files, 'procedure.yaml': document.toString({ lineWidth: 0 }) }
}

async function undo(tx: Tx, { design, order, actor, at }: Asked): Promise<Effect> {
  const versionId = design.decision?.versionId
  const undone =
    versionId &&
    (await withdrawVersion(tx, { versionId, at, byName: actor.fullName, reason: order.note ?? '' }))
  return undone ? { ok: true, decision: null } : { ok: false, code: 'in_force' }
}
