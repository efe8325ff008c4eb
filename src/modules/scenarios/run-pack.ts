import type { WorkCalendar } from '#modules/calendar'
import type { Pack } from '#modules/packs'
import { runScenario, type ScenarioResult } from './run-scenario.ts'
import { standardCalendar } from './standard-calendar.ts'

/** What came of the scenarios of a pack, in the order of the file. */
export type PackRun = Readonly<{ code: string; results: readonly ScenarioResult[]; failed: number }>

/**
 * Runs every scenario of a pack, in memory, by the rules of a real dossier. Milliseconds each; nothing is read or written.
 * `calendar`: the one that comes with the program, unless another is given.
 */
export function runScenarios(pack: Pack, calendar: WorkCalendar = standardCalendar()): PackRun {
  const count = pack.scenarios?.scenarios.length ?? 0
  const results = Array.from({ length: count }, (_, index) => runScenario(pack, index, calendar))
  return { code: pack.code, results, failed: results.filter(({ problems }) => problems.length > 0).length }
}
