/** The door: the files of a pack, read with suspicion. */
export { editorSchemas } from './editor-schemas.ts'
export {
  exportPack,
  getOwnFingerprint,
  type ImportedPack,
  importPack,
} from './export-pack.ts'
export { describePlace, listPackCodes, loadPacks, packsFolder, readPackOf } from './load-packs.ts'
export { type Approval, type ExportedPack, largestDocument, type Signer } from './pack-document.ts'
export { type PackFile, type PackTexts, packFileNames } from './pack-files.ts'
export type { PackProblem, Path, Said } from './problem.ts'
export { type Pack, type PackResult, readPack } from './read-pack.ts'
export {
  type Deed,
  type Expectation,
  type Scenario,
  type ScenarioBook,
  type ScenarioStep,
  scenariosSchema,
} from './scenario-schema.ts'
