/** The door: the scenarios of a pack, run in memory. */
export { scenarioMessages } from './messages.ts'
export { type PackRun, runScenarios } from './run-pack.ts'
export type { ScenarioProblem, ScenarioResult } from './run-scenario.ts'
export { standardCalendar } from './standard-calendar.ts'
