import type { Temporal } from 'temporal-polyfill'
import { loadCalendar } from '#modules/calendar'
import { findAgencyByCode, findCompetentAgency, getAgency } from '#modules/organisations'
import {
  type Duration,
  endOfDuration,
  type PlanNode,
  readMoment,
  type Timer,
  variablesAt,
  type Wait,
  type Work,
} from '#modules/processes'
import type { Db } from '#platform/db'
import { makeId } from '#platform/ids'
import { memoryOf } from '#platform/memory'
import type { Definition } from './load-definition.ts'
import type { Instance, NewIncident, NewTask, NewWait } from './repository.ts'

/** Where something opens: the process as it stands after the step, and what the database is asked of it. */
export type Opening = Readonly<{
  db: Db
  definition: Definition
  instance: Pick<Instance, 'receivingAgencyId' | 'competentAgencyId' | 'state'>
  at: Temporal.Instant
  /** The accounts that did the tasks of these nodes. */
  doersOf: (nodes: readonly string[]) => string[]
}>

/** Tasks are opened with their agency, their due time and whom four eyes bar; timers with the moment they ring. */
export type Opened = Readonly<{ tasks: NewTask[]; waits: NewWait[]; incidents: NewIncident[] }>

/** A timer that cannot be set or a task without an agency does not hold up the step: it becomes an incident. */
export async function openWork(opening: Opening, waits: readonly Wait[]): Promise<Opened> {
  const opened: Opened = { tasks: [], waits: [], incidents: [] }
  for (const wait of waits) {
    const node = opening.definition.plan.nodes[wait.node]
    if (!node) throw new Error(`the plan has no node ${wait.node}`)
    if (wait.kind === 'task') await openTask(opening, wait, node, opened)
    else if (wait.kind === 'timer') await openTimer(opening, wait, node, opened)
    else if (!('attachedTo' in node))
      opened.waits.push({ ...nameOf(wait), kind: wait.kind, message: wait.message, rings_at: null })
  }
  return opened
}

const nameOf = ({ token, node }: Wait) => ({ token, node })
const incidentOf = ({ at }: Opening, wait: Wait, kind: NewIncident['kind'], reason: string): NewIncident => ({
  id: makeId(at.epochMilliseconds),
  ...nameOf(wait),
  kind,
  reason,
})

async function openTask(opening: Opening, wait: Wait, node: PlanNode, opened: Opened): Promise<void> {
  if (node.kind !== 'user_task' && node.kind !== 'manual_task') return
  const { db, at, instance, doersOf } = opening
  const found = await findAgency(opening, wait, node)
  if (!found) {
    const reason = `no agency is ${node.agency}: the competent agency has it`
    opened.incidents.push(incidentOf(opening, wait, 'agency', reason))
  }
  const agencyId = found ?? instance.competentAgencyId
  const dueAt = node.time ? await endOf(db, agencyId, node.time, at) : null
  opened.tasks.push({
    id: makeId(at.epochMilliseconds),
    ...nameOf(wait),
    name: node.name,
    name_en: node.nameEn,
    role: node.role,
    agency_id: agencyId,
    step: node.step,
    due_at: dueAt?.toString() ?? 'infinity',
    not_by: node.notBy.length > 0 ? doersOf(node.notBy) : [],
    items: wait.items,
  })
}

const agenciesOf = memoryOf<Db, string | null>(60_000)

/** The agency a task is given to: a side of the dossier, a department of its province, or an agency by its code. */
async function findAgency(opening: Opening, wait: Wait, { agency }: Work): Promise<string | null> {
  const { db, instance } = opening
  const named = agency.startsWith('=') ? ask(opening, wait, agency.slice(1)) : agency
  if (named === 'receiving') return instance.receivingAgencyId
  if (named === 'competent') return instance.competentAgencyId
  if (typeof named !== 'string' || named === '') return null
  const { provinceCode } = await getAgency(db, instance.competentAgencyId)
  return await agenciesOf(db).get(`${provinceCode} ${named}`, async () => {
    const wanted = { level: 'province', departmentKey: named, provinceCode } as const
    const found = await (/^[A-Z]/.test(named) ? findAgencyByCode(db, named) : findCompetentAgency(db, wanted))
    return found?.id ?? null
  })
}

function ask({ definition, instance }: Opening, { token, items }: Wait, expression: string): unknown {
  const variables = variablesAt(definition.plan, instance.state, token)
  return definition.asking.feel(expression, { ...variables, ...items })
}

async function openTimer(opening: Opening, wait: Wait, node: PlanNode, opened: Opened): Promise<void> {
  if (!('timer' in node)) return
  const ringsAt = await momentOf(opening, wait, node.timer)
  if (!ringsAt) opened.incidents.push(incidentOf(opening, wait, 'timer', 'its expression gives no moment'))
  opened.waits.push({ ...nameOf(wait), kind: 'timer', message: null, rings_at: ringsAt?.toString() ?? null })
}

async function momentOf(opening: Opening, wait: Wait, timer: Timer): Promise<Temporal.Instant | null> {
  const { db, instance, at } = opening
  if (timer.kind === 'after') return await endOf(db, instance.competentAgencyId, timer.duration, at)
  return readMoment(ask(opening, wait, timer.instant))
}

/** When a length of legal time that begins at `at` is over, by the calendar of an agency. */
export async function endOf(
  db: Db,
  agencyId: string,
  duration: Duration,
  at: Temporal.Instant,
): Promise<Temporal.Instant> {
  return endOfDuration(await loadCalendar(db, (await getAgency(db, agencyId)).code), duration, at)
}
