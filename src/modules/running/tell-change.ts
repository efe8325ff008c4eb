import { Temporal } from 'temporal-polyfill'
import type { ProcessChange } from './ports.ts'
import type { NewTask, StepRow } from './repository.ts'
import type { OpenTask } from './repository-tasks.ts'

/** What a step did to a process, of which `openBefore` were the open tasks. */
export function changeOf(row: StepRow, openBefore: readonly OpenTask[]): ProcessChange {
  const closed = new Set(row.closed_tasks.map(({ token, node }) => `${token} ${node}`))
  const still = openBefore.filter(({ token, node }) => !closed.has(`${token} ${node}`))
  const at = Temporal.Instant.from(row.at)
  return {
    instanceId: row.instance_id,
    subjectId: row.subject_id,
    revision: row.number,
    status: row.status,
    error: row.state.error,
    cause: row.cause,
    openTasks: [...still, ...row.tasks.map((task) => toOpenTask(task, at))],
    variables: row.state.variables,
  }
}

const toOpenTask = (task: NewTask, openedAt: Temporal.Instant): OpenTask => ({
  id: task.id,
  token: task.token,
  node: task.node,
  name: task.name,
  nameEn: task.name_en,
  role: task.role,
  agencyId: task.agency_id,
  step: task.step as OpenTask['step'],
  openedAt,
  dueAt: task.due_at === 'infinity' ? null : Temporal.Instant.from(task.due_at),
  notBy: task.not_by,
  items: task.items,
  claimedBy: null,
  claimedName: null,
})
