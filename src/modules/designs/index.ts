/** The door: designs of procedures, how they are written, checked, decided and compared. */
export { checkDesign, type DesignCheck, isSound } from './check-design.ts'

export { type DesignOrder, decideDesign, type OrderAnswer, type OrderRefusal } from './decide-design.ts'
export { editYaml, type YamlEdit, type YamlPath } from './edit-yaml.ts'
export { designProblem } from './errors.ts'
export { designJobs, designSchedules } from './jobs.ts'
export { type DesignWithFiles, readDesign, readSave } from './read-design.ts'
export { type ReadProcess, readProcess } from './read-process.ts'
export { type ActLine, listDesigns, listDone, listSaves, listWriters, type SaveLine } from './repository.ts'
export { comparePacks, type DifferenceArea, type PackDifference, type PackSide } from './rules/compare-packs.ts'
export {
  type Design,
  type DesignAct,
  type DesignFile,
  type DesignFiles,
  designActs,
  designFiles,
  isEditable,
  listActs,
  type Standing,
  standingOf,
} from './rules/design.ts'
export {
  type EditedField,
  type EditedForm,
  type EditedStep,
  editForm,
  type FormEdit,
} from './rules/form-edits.ts'
export { listProcessSteps, type ProcessStep } from './rules/process-steps.ts'
export { type DesignSave, type FileChanges, type SaveAnswer, saveDesign } from './save-design.ts'
export { type DesignStart, readVersionFiles, startDesign } from './start-design.ts'
