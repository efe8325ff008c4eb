export type { DecisionTableSource } from '#platform/decision-table'
export { endOfDuration, readMoment } from './legal-duration.ts'
export { makeAsking } from './make-asking.ts'
export { advance, startProcess } from './rules/engine.ts'
export type {
  Activity,
  Duration,
  Flow,
  ForEach,
  NodeKind,
  Plan,
  PlanNode,
  TaskOutcome,
  Timer,
  UserTask,
  Work,
} from './rules/plan.ts'
export { type Flaw, findFlaws } from './rules/soundness.ts'
export type {
  Asking,
  Happening,
  Passage,
  ProcessState,
  Scope,
  StepResult,
  Token,
  Wait,
} from './rules/state.ts'
export { listOpenTasks, listWaits, variablesAt } from './rules/waits.ts'
