/** The door: processes as they run. What the rest of the system may use of running. */
export { completeTask } from './complete-task.ts'
export {
  delegate,
  endDelegation,
  findSeats,
  type GivenDelegation,
  listStandsInFor,
} from './delegate.ts'
export { countWhereTheyStand, measureNodes, type NodeTime } from './heat-map.ts'
export { runningJobs, runningSchedules } from './jobs.ts'
export {
  type Definition,
  type GivenDefinition,
  getDefinition,
  getDiagram,
  getPlan,
  saveDefinition,
} from './load-definition.ts'
export { type MovePreview, type MoveRequest, migrateInstances, planMigration } from './move-instances.ts'
export {
  findStanding,
  type PlannedHappening,
  type PlannedSteps,
  type ProcessStanding,
  planHistory,
  planSteps,
  type SeedProcess,
  savePlanned,
  seedInstances,
  standingOfStart,
} from './plan-steps.ts'
export {
  type ProcessChange,
  type ServiceTaskCall,
  ServiceTaskError,
  type ServiceTaskTable,
  type Subjects,
} from './ports.ts'
export type { StepRow } from './repository.ts'
export { findInstance, type Instance, listPassages, type PassageRecord } from './repository.ts'
export { findMove, type InstanceMove, type Standing } from './repository-moves.ts'
export {
  type Delegation,
  findTask,
  listDelegations,
  listOpenTasks,
  listTasksOf,
  type OpenTask,
  type Task,
  type TaskLine,
  type TaskQuery,
} from './repository-tasks.ts'
export { type Incident, listIncidents } from './repository-watch.ts'
export { checkTimers, ringTimers } from './ring-timers.ts'
export { runningRoutes } from './routes.ts'
export type { Mapping, TokenMove, WhyStays } from './rules/map-state.ts'
export {
  type MayDo,
  mayDoTask,
  type Seat,
  type StandsInFor,
  seatsOf,
  type WhyNot,
} from './rules/may-do-task.ts'
export { settleIncident } from './settle-incident.ts'
export { type PreparedStart, prepareStart, type Start, startInstance } from './start-instance.ts'
export { type Step, stepIfWaiting, stepInTransaction, type TaskDone } from './step-in-transaction.ts'
export { claimTask, reassignTask, releaseTask, saveTaskDraft } from './work-on-task.ts'
