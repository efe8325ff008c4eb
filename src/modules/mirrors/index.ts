/** The door: dossiers that ministry systems process, and those of ours that go there. */
export { besideOurs } from './beside-ours.ts'
export {
  dayOf,
  type HandOverLedger,
  isHandedOver,
  openLedger,
  readTheirState,
  type Translated,
  translateFacts,
  type Untranslated,
} from './hand-over.ts'
export { mirrorJobs, mirrorSchedules, readAgain } from './jobs.ts'
export { enterMapping, enterMinistrySystem, enterRule } from './manage-mapping.ts'
export { findMirrorsAddress, listMirroredFor, mirrorPages } from './pages.ts'
export type { Arrived, ReportPage, ReportSource } from './ports.ts'
export { pullReports } from './pull-reports.ts'
export { receiveReports } from './receive-reports.ts'
export { findMirrored, listMirroredOf, type MirroredDossier } from './repository-mirror.ts'
export { mirrorRoutes } from './routes.ts'
export type { Report } from './rules/report.ts'
export { demoMinistry, seedDemoMinistry } from './seed-demo.ts'
export { ownList, publicProgress } from './view.ts'
