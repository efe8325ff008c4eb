import { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import { localDay } from '#modules/calendar'
import { listOfficerContacts, type OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { makeId } from '#platform/ids'
import { runningProblem } from './errors.ts'
import { appendDelegation, listDelegators, revokeDelegation } from './repository-tasks.ts'
import {
  type Doer,
  mayDoTask,
  type Seat,
  type StandsInFor,
  seatsOf,
  type TaskForWhom,
} from './rules/may-do-task.ts'

const longestDays = 366

/** Ủy quyền khi vắng mặt: who does the tasks of an officer, on which days ('YYYY-MM-DD', both counted), and why. */
export type GivenDelegation = Readonly<{
  /** Who is away; left out: who gives it. */
  accountId?: string
  delegateId: string
  fromOn: string
  untilOn: string
  reason: string
}>

/**
 * Gives the tasks of an officer on leave to another; answers the id. An officer gives the own ones; a leader those of the
 * own agency. Throws `running.officer_unknown`, `running.days_invalid`, `running.not_yours`.
 */
export async function delegate(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  given: GivenDelegation,
  actor: OfficerActor,
): Promise<string> {
  const accountId = given.accountId ?? actor.accountId
  const { fromOn, untilOn } = readDays(given)
  const [away, stands] = await readPair(db, accountId, given.delegateId)
  const isOwn = accountId === actor.accountId
  const isLeader = actor.roles.includes('leader') && away.agencyId === actor.agencyId
  if (!isOwn && !isLeader) throw runningProblem('running.not_yours', { because: 'wrong_role' })
  const at = clock.now()
  const id = makeId(at.epochMilliseconds)
  await db.transaction().execute(async (tx) => {
    await appendDelegation(tx, {
      ...{ id, fromOn, untilOn, reason: given.reason, at, givenName: actor.fullName },
      ...{ accountId, accountName: away.fullName },
      ...{ delegateId: given.delegateId, delegateName: stands.fullName },
    })
    const entry = {
      at,
      actor,
      subjectKind: 'delegation',
      subjectId: id,
      detail: { accountId, fromOn, untilOn },
    }
    await appendAudit(tx, { ...entry, action: 'running.delegate' })
  })
  return id
}

/** Takes a delegation back; who gave it away or got it may. Answers whether there was one. */
export async function endDelegation(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  id: string,
  actor: OfficerActor,
): Promise<boolean> {
  const at = clock.now()
  return await db.transaction().execute(async (tx) => {
    const ended = await revokeDelegation(tx, id, actor.accountId, at)
    const entry = { at, actor, subjectKind: 'delegation', subjectId: id }
    if (ended) await appendAudit(tx, { ...entry, action: 'running.end_delegation' })
    return ended
  })
}

function readDays({ fromOn, untilOn }: GivenDelegation): { fromOn: string; untilOn: string } {
  try {
    const [from, until] = [Temporal.PlainDate.from(fromOn), Temporal.PlainDate.from(untilOn)]
    const { days } = from.until(until)
    if (days >= 0 && days < longestDays) return { fromOn: from.toString(), untilOn: until.toString() }
  } catch {
    // Not a day: refused below.
  }
  throw runningProblem('running.days_invalid')
}

async function readPair(db: Db, accountId: string, delegateId: string) {
  const found = await listOfficerContacts(db, { accountIds: [accountId, delegateId] })
  const away = found.find((one) => one.accountId === accountId)
  const stands = found.find((one) => one.accountId === delegateId)
  if (!away) throw runningProblem('running.officer_unknown', { field: 'accountId' })
  if (!stands || accountId === delegateId)
    throw runningProblem('running.officer_unknown', { field: 'delegateId' })
  return [away, stands] as const
}

/** The officers on leave in whose stead an account does tasks at `at`, with their roles and agencies as they are now. */
export async function listStandsInFor(db: Db, accountId: string, at: Temporal.Instant): Promise<StandsInFor[]> {
  const accountIds = await listDelegators(db, accountId, localDay(at).toString())
  return accountIds.length === 0 ? [] : await listOfficerContacts(db, { accountIds })
}

/** The seats an officer sits on now: whose worklist is theirs. */
export const findSeats = async (db: Db, doer: Doer, at: Temporal.Instant): Promise<Seat[]> =>
  seatsOf(doer, await listStandsInFor(db, doer.accountId, at))

type Asker = Readonly<{
  kind: string
  accountId?: string
  roles?: readonly string[]
  agencyId?: string
}>

/**
 * Checks that an officer may do a task; answers in whose stead, or null. Who is no officer is the caller's to check. Asks for
 * delegations only when the task is not the officer's own. Throws `running.not_yours`.
 */
export async function checkDoer(
  db: Db,
  { kind, accountId, roles, agencyId }: Asker,
  task: TaskForWhom,
  at: Temporal.Instant,
): Promise<string | null> {
  if (kind !== 'officer') return null
  const doer = { accountId: accountId ?? '', roles: roles ?? [], agencyId: agencyId ?? '' }
  const own = mayDoTask(doer, task, [])
  if (own.ok) return null
  const verdict = mayDoTask(doer, task, await listStandsInFor(db, doer.accountId, at))
  if (verdict.ok) return verdict.standsInFor
  throw runningProblem('running.not_yours', { because: verdict.because })
}
