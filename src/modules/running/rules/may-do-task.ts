/** As much of an officer as says which tasks are theirs. Structural: any signed-in officer fits. */
export type Doer = Readonly<{ accountId: string; roles: readonly string[]; agencyId: string }>

/** Ủy quyền: somebody on leave in whose stead the officer does tasks today. */
export type StandsInFor = Doer

/** As much of a task as says whose it is. */
export type TaskForWhom = Readonly<{
  role: string
  agencyId: string
  /** Accounts that four eyes bar. */
  notBy: readonly string[]
  claimedBy: string | null
}>

export type WhyNot = 'wrong_role' | 'wrong_agency' | 'four_eyes' | 'claimed_by_other'
export type MayDo =
  | Readonly<{ ok: true; standsInFor: string | null }>
  | Readonly<{ ok: false; because: WhyNot }>

/**
 * Whether an officer may do a task: by the own role in the own agency, or in the stead of somebody on leave who might.
 * Four eyes: who did a task that this one checks may not do it, neither for themselves nor for another, and nobody does it
 * in their stead. A claimed task is for who claimed it, and for who stands in for them.
 */
export function mayDoTask(doer: Doer, task: TaskForWhom, standsInFor: readonly StandsInFor[]): MayDo {
  if (task.notBy.includes(doer.accountId)) return { ok: false, because: 'four_eyes' }
  const own = refusalOf(doer, task)
  if (!own) return { ok: true, standsInFor: null }
  const away = standsInFor.find((one) => !task.notBy.includes(one.accountId) && !refusalOf(one, task))
  return away ? { ok: true, standsInFor: away.accountId } : { ok: false, because: own }
}

function refusalOf({ accountId, roles, agencyId }: Doer, task: TaskForWhom): WhyNot | null {
  if (agencyId !== task.agencyId) return 'wrong_agency'
  if (!roles.includes(task.role)) return 'wrong_role'
  return task.claimedBy === null || task.claimedBy === accountId ? null : 'claimed_by_other'
}

/** A role in an agency: whose worklist a task is on. */
export type Seat = Readonly<{ agencyId: string; role: string }>

/** The seats an officer sits on today: the own ones, and those of the people on leave. */
export function seatsOf(doer: Doer, standsInFor: readonly StandsInFor[]): Seat[] {
  const seats = [doer, ...standsInFor].flatMap(({ agencyId, roles }) =>
    roles.map((role) => ({ agencyId, role })),
  )
  return [...new Map(seats.map((seat) => [`${seat.agencyId} ${seat.role}`, seat])).values()]
}
