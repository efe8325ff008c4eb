/** Where a design stands; `approved` is scheduled until its day, and in force from then on. */
export type DesignState = 'draft' | 'submitted' | 'returned' | 'approved' | 'withdrawn'

/** What can be done with a design besides saving it. */
export const designActs = ['submit', 'take_back', 'return', 'approve', 'undo', 'discard'] as const
export type DesignAct = (typeof designActs)[number]

/** Bản thiết kế: a version of a procedure in the making. */
export type Design = Readonly<{
  id: string
  code: string
  state: DesignState
  /** The version it was copied from; null: from a pack file. */
  basedOnVersionId: string | null
  /** The number of its newest save. */
  saveNumber: number
  /** Counts saves and acts: who writes says which one was seen. */
  revision: number
  createdAt: string
  createdByName: string
  changedAt: string
  decision: Readonly<{ number: string; decidedOn: string; effectiveOn: string; versionId: string }> | null
}>

/** The four files of a pack; the process and the scenarios may be missing. */
export type DesignFiles = Readonly<{
  'procedure.yaml': string
  'form.json': string
  'process.bpmn'?: string
  'cases.yaml'?: string
}>
export type DesignFile = keyof DesignFiles
export const designFiles = ['procedure.yaml', 'form.json', 'process.bpmn', 'cases.yaml'] as const

/** How a design stands on a day, as people say it. */
export type Standing = 'draft' | 'submitted' | 'returned' | 'scheduled' | 'in_force' | 'withdrawn'

/** `today`: YYYY-MM-DD. */
export function standingOf({ state, decision }: Pick<Design, 'state' | 'decision'>, today: string): Standing {
  if (state !== 'approved') return state
  return decision && decision.effectiveOn > today ? 'scheduled' : 'in_force'
}

/** Only what is not under judgment may be written. */
export const isEditable = ({ state }: Pick<Design, 'state'>): boolean =>
  state === 'draft' || state === 'returned'

const from: Readonly<Record<DesignAct, readonly Standing[]>> = {
  submit: ['draft', 'returned'],
  take_back: ['submitted'],
  return: ['submitted'],
  approve: ['submitted'],
  undo: ['scheduled'],
  discard: ['draft', 'returned'],
}
const to: Readonly<Record<DesignAct, DesignState>> = {
  submit: 'submitted',
  take_back: 'draft',
  return: 'returned',
  approve: 'approved',
  // What was decided wrongly is made right and decided again.
  undo: 'returned',
  discard: 'withdrawn',
}

/** The acts that a design allows as it stands. */
export const listActs = (standing: Standing): DesignAct[] =>
  designActs.filter((act) => from[act].includes(standing))

/** `own_work`: four eyes; who wrote or submitted a design does not judge it. `in_force`: dossiers rest on it already. */
export type ActRefusal = 'wrong_state' | 'own_work' | 'in_force'

export type ActDecision = Readonly<{ ok: true; state: DesignState } | { ok: false; code: ActRefusal }>

/** Where an act leads. `writers`: account ids of who saved or submitted it. */
export function decideAct(
  act: DesignAct,
  asked: Readonly<{ standing: Standing; actorId: string; writers: readonly string[] }>,
): ActDecision {
  if (act === 'undo' && asked.standing === 'in_force') return { ok: false, code: 'in_force' }
  if (!from[act].includes(asked.standing)) return { ok: false, code: 'wrong_state' }
  if (act === 'approve' && asked.writers.includes(asked.actorId)) return { ok: false, code: 'own_work' }
  return { ok: true, state: to[act] }
}
