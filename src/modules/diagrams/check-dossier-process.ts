import type { Plan, PlanNode } from '#modules/processes'
import { outlineXml } from '#platform/xml-outline'
import type { ProcessProblem } from './refusal-messages.ts'
import { openReport, type Refuse } from './report.ts'

type Task = Extract<PlanNode, { kind: 'user_task' | 'manual_task' }>

/** The commands that a task of a dossier can give, and whose they are by law: the same as `commandGivers` of lifecycle. */
export const dossierCommandGivers: Readonly<
  Record<string, readonly (readonly [agency: string, role: string])[]>
> = {
  accept: [['receiving', 'reception_officer']],
  refuse: [['receiving', 'reception_officer']],
  transfer: [
    ['receiving', 'reception_officer'],
    ['competent', 'case_officer'],
  ],
  submit_for_approval: [['competent', 'case_officer']],
  return_to_appraisal: [['competent', 'signatory']],
  approve: [['competent', 'signatory']],
  reject: [['competent', 'signatory']],
  deliver: [['receiving', 'reception_officer']],
}

/** What a dossier's process may call, and what a dossier tells it: nobody answers to any other name. */
export const dossierServiceNames: readonly string[] = ['dossiers.tell_applicant']
export const dossierMessageNames: readonly string[] = [
  'supplement_arrived',
  'fee_paid',
  'confirmation_recorded',
  'withdrawn',
  'stopped',
]

/**
 * Whether a compiled process can be that of a dossier: it starts by its submission, is first accepted or refused at the
 * one-stop, can be approved, rejected and delivered in that order, gives each command to who may give it, and calls and waits
 * for nothing that nobody gives.
 */
export function checkDossierProcess({ plan, xml }: Readonly<{ plan: Plan; xml: string }>): ProcessProblem[] {
  const { refuse, list } = openReport(outlineXml(xml))
  const start = plan.nodes[plan.start]
  if (start?.kind === 'start' && start.message !== undefined) refuse(start.id, 'dossier_start')
  checkReception(plan, refuse)
  const tasks = Object.values(plan.nodes).filter(isTask)
  for (const task of tasks) checkGivers(task, refuse)
  for (const node of Object.values(plan.nodes)) checkNames(node, refuse)
  for (const command of ['approve', 'reject', 'deliver']) {
    if (!tasks.some((task) => gives(task, command))) refuse(plan.process, 'dossier_missing', command)
  }
  const undecided = reach(plan, (task) => !gives(task, 'approve') && !gives(task, 'reject'))
  const early = undecided.find((task) => gives(task, 'deliver'))
  if (early) refuse(early.id, 'dossier_order', 'deliver', 'approve, reject')
  return list()
}

const isTask = (node: PlanNode): node is Task => node.kind === 'user_task' || node.kind === 'manual_task'

const gives = ({ outcomes }: Task, command: string): boolean =>
  outcomes.some((outcome) => outcome.command === command)

function checkReception(plan: Plan, refuse: Refuse): void {
  const first = reach(plan, () => false)
  if (first.length === 0) refuse(plan.start, 'dossier_reception')
  for (const task of first) {
    const receives = task.step === 'reception' && gives(task, 'accept') && gives(task, 'refuse')
    if (!receives) refuse(task.id, 'dossier_reception')
  }
}

/** A service that is not there, a message that never comes: the dossier would stand there for ever. */
function checkNames(node: PlanNode, refuse: Refuse): void {
  if (node.kind === 'service_task' && !dossierServiceNames.includes(node.service))
    refuse(node.id, 'dossier_service', node.service, dossierServiceNames.join(', '))
  if (node.kind === 'message_end' && !dossierServiceNames.includes(node.message))
    refuse(node.id, 'dossier_service', node.message, dossierServiceNames.join(', '))
  const awaited =
    node.kind === 'receive_task' || node.kind === 'catch_message' || node.kind === 'boundary_message'
  if (awaited && !dossierMessageNames.includes(node.message))
    refuse(node.id, 'dossier_message', node.message, dossierMessageNames.join(', '))
}

function checkGivers({ id, role, agency, outcomes }: Task, refuse: Refuse): void {
  for (const { command } of outcomes) {
    if (command === null) continue
    const givers = Object.hasOwn(dossierCommandGivers, command) ? dossierCommandGivers[command] : undefined
    if (!givers) refuse(id, 'dossier_command', command, Object.keys(dossierCommandGivers).join(', '))
    else if (!givers.some((giver) => giver[1] === role && (agency.startsWith('=') || giver[0] === agency)))
      refuse(id, 'dossier_giver', command, givers.map(([side, who]) => `${who} (${side})`).join(', '))
  }
}

/** The tasks of persons that are come to from the start, going on only past those that `passes` lets through. */
function reach(plan: Plan, passes: (task: Task) => boolean): Task[] {
  const seen = new Set([plan.start])
  const tasks: Task[] = []
  for (const id of seen) {
    const node = plan.nodes[id]
    if (!node) continue
    if (isTask(node)) tasks.push(node)
    if (isTask(node) && !passes(node)) continue
    for (const next of nextOf(plan, node)) seen.add(next)
  }
  return tasks
}

/** Into a sub-process and out of it at its ends. */
function nextOf(plan: Plan, node: PlanNode): string[] {
  const around = /end$/.test(node.kind) ? plan.nodes[node.parent ?? ''] : undefined
  const left = node.kind === 'subprocess' ? [] : node.outgoing
  const flows = [...left, ...(around?.outgoing ?? [])]
  return [
    ...flows.flatMap((flow) => plan.flows[flow]?.to ?? []),
    ...(node.kind === 'subprocess' ? [node.start] : []),
    ...('boundaries' in node ? node.boundaries : []),
    ...(around && 'boundaries' in around ? around.boundaries : []),
  ]
}
