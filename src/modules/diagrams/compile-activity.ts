import type { Activity, ForEach, TaskOutcome, Work } from '#modules/processes'
import type { BpmnElement } from '#platform/bpmn'
import { checkFeel } from './check-expressions.ts'
import { parseTime } from './compile-event.ts'
import { type Compiling, checkProperties, idIn, many, one, readExpression, textOf } from './compile-flow.ts'

/** Who can be given a task: the roles of officers who work on dossiers (see identity). */
const taskRoles: readonly string[] = ['reception_officer', 'case_officer', 'signatory', 'cashier', 'leader']
const steps = ['reception', 'transfer', 'appraisal', 'approval', 'delivery'] as const

const activityProperties = [
  'default',
  'boundaryEventRefs',
  'ioSpecification',
  'properties',
  'dataInputAssociations',
  'dataOutputAssociations',
  'loopCharacteristics',
  'resources',
]

/** What all activities have. `boundaries` are the events the file attaches to it. */
export function readActivity(
  compiling: Compiling,
  element: BpmnElement,
  boundaries: readonly string[],
  more: readonly string[],
): Activity {
  const { refuse } = compiling
  checkProperties(compiling, element, [...activityProperties, ...more])
  if (many(element, 'resources').length > 0) refuse(element, 'performer')
  const associations = [...many(element, 'dataInputAssociations'), ...many(element, 'dataOutputAssociations')]
  const assigns = associations.some(
    (each) => many(each, 'assignment').length > 0 || one(each, 'transformation'),
  )
  if (assigns) refuse(element, 'data_assignment')
  const defaultFlow = one(element, 'default')
  return {
    boundaries,
    forEach: readForEach(compiling, element, one(element, 'loopCharacteristics')),
    defaultFlow: defaultFlow ? idIn(compiling, defaultFlow) : null,
  }
}

function readForEach(compiling: Compiling, element: BpmnElement, loop: BpmnElement | null): ForEach | null {
  if (!loop) return null
  const { refuse } = compiling
  if (loop.$type !== 'bpmn:MultiInstanceLoopCharacteristics') {
    refuse(element, 'standard_loop')
    return null
  }
  if (loop.get('isSequential') === true) {
    refuse(element, 'sequential')
    return null
  }
  const [collection, item, results] = ['collection', 'item', 'results'].map((name) => textOf(loop, name))
  if (!collection || !item) {
    refuse(element, 'no_collection')
    return null
  }
  checkProperties(compiling, loop, ['isSequential', 'completionCondition', 'collection', 'item', 'results'])
  for (const name of [item, results]) if (name) checkVariable(compiling, element, name)
  return {
    collection: checkFeel(refuse, element, collection) ?? '',
    item,
    results: results ?? null,
    until: readExpression(compiling, one(loop, 'completionCondition')),
  }
}

/** A name that FEEL can ask for and that does not hide what processes know anyway. */
export function checkVariable({ refuse }: Compiling, element: BpmnElement, name: string): void {
  const taken = ['outcome', 'tasks', 'answers', 'dossier', 'completed', 'active', 'total']
  if (!/^[\p{L}_][\p{L}\p{M}\p{N}_]{0,59}$/u.test(name) || taken.includes(name) || name in {}) {
    refuse(element, 'bad_variable', name)
  }
}

/** Who does it, by when, and how it can end. Without a role it is the case officer's of the competent agency. */
export function readWork(compiling: Compiling, element: BpmnElement): Work {
  const { refuse } = compiling
  const role = textOf(element, 'role') ?? 'case_officer'
  if (!taskRoles.includes(role)) refuse(element, 'bad_role', role, taskRoles.join(', '))
  const said = textOf(element, 'step')
  const step = steps.find((known) => known === said) ?? null
  if (said !== null && step === null) refuse(element, 'bad_step', said, steps.join(', '))
  const asked = textOf(element, 'time')
  const time = asked === null ? null : parseTime(asked)
  if (asked !== null && time === null) refuse(element, 'bad_time', asked)
  const notBy = textOf(element, 'notBy')?.split(/\s+/) ?? []
  const instructions = many(element, 'documentation').flatMap((each) => textOf(each, 'text') ?? [])
  return {
    role,
    agency: readAgency(compiling, element),
    notBy: notBy.map((id) => `${compiling.prefix}${id}`),
    time,
    outcomes: readOutcomes(compiling, element),
    step,
    instructions: instructions.length > 0 ? instructions.join('\n\n') : null,
  }
}

function readAgency({ refuse }: Compiling, element: BpmnElement): string {
  const agency = textOf(element, 'agency') ?? 'competent'
  if (agency.startsWith('=')) return `=${checkFeel(refuse, element, agency) ?? ''}`
  if (!/^[a-z][a-z0-9_]*$/.test(agency)) refuse(element, 'bad_agency', agency)
  return agency
}

function readOutcomes({ refuse }: Compiling, element: BpmnElement): TaskOutcome[] {
  const extensions = one(element, 'extensionElements')
  const said = extensions ? many(extensions, 'values') : []
  const outcomes = said
    .filter(({ $type }) => $type === 'motcua:Outcome')
    .map((each) => ({
      key: textOf(each, 'key') ?? '',
      name: textOf(each, 'name') ?? '',
      nameEn: textOf(each, 'nameEn'),
      command: textOf(each, 'command'),
      asksReason: each.get('asksReason') === true,
    }))
  for (const [index, { key, name }] of outcomes.entries()) {
    if (!/^[a-z][a-z0-9_]*$/.test(key)) refuse(element, 'bad_outcome_key', key)
    if (outcomes.findIndex((other) => other.key === key) < index) refuse(element, 'outcome_twice', key)
    if (name === '') refuse(element, 'outcome_unnamed', key)
  }
  return outcomes
}

/** The queued job of a service task. */
export function readService(compiling: Compiling, element: BpmnElement) {
  const { refuse, known } = compiling
  const [service, input, result] = ['service', 'input', 'result'].map((name) => textOf(element, name))
  checkImplementation(compiling, element)
  if (!service) refuse(element, 'no_service')
  else if (known.services && !known.services.includes(service)) refuse(element, 'unknown_service', service)
  if (result) checkVariable(compiling, element, result)
  return {
    service: service ?? '',
    input: input ? checkFeel(refuse, element, input) : null,
    result: result ?? null,
  }
}

/** `##WebService` and the like say nothing; anything else names a program. */
export function checkImplementation({ refuse }: Compiling, element: BpmnElement): void {
  const implementation = textOf(element, 'implementation')
  if (implementation !== null && !implementation.startsWith('##'))
    refuse(element, 'implementation', implementation)
}

/** The expression or decision table of a business rule task. */
export function readRule(compiling: Compiling, element: BpmnElement) {
  const { refuse, known } = compiling
  const [expression, decision, result] = ['expression', 'decision', 'result'].map((name) =>
    textOf(element, name),
  )
  checkImplementation(compiling, element)
  if (!expression === !decision || !result) refuse(element, 'no_rule')
  if (decision && known.decisions && !known.decisions.some(({ key }) => key === decision)) {
    refuse(element, 'unknown_decision', decision)
  }
  if (result) checkVariable(compiling, element, result)
  return {
    expression: expression ? checkFeel(refuse, element, expression) : null,
    decision: decision ?? null,
    result: result ?? '',
  }
}
