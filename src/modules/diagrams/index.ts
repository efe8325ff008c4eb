/** The door: BPMN files, read, judged and compiled to plans that `processes` plays. */
export {
  checkDossierProcess,
  dossierCommandGivers,
  dossierMessageNames,
  dossierServiceNames,
} from './check-dossier-process.ts'
export { type Compiled, type CompileOptions, checkProcess, compileProcess } from './compile-process.ts'
export { defaultProcess } from './default-process.ts'
export { processDescriptor } from './process-descriptor.ts'
export type { ProcessProblem, RefusalCode } from './refusal-messages.ts'
