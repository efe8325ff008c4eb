/** The door: the files of a pack, read with suspicion. */
export {
  type Deed,
  type Expectation,
  type Scenario,
  type ScenarioBook,
  type ScenarioStep,
  scenariosSchema,
} from './scenario-schema.ts'
