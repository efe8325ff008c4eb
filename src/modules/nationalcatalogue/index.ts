/** The door: what the rest of the system may use of the national catalogue. */
export { fetchCatalogue } from './fetch-catalogue.ts'
export { findFieldCode } from './find-field-code.ts'
export { nationalCatalogueJobs, nationalCatalogueSchedules } from './jobs.ts'
export { nationalCataloguePages } from './pages.ts'
export type { CataloguePage, NationalCatalogue, ProcedureDetails } from './ports.ts'
export { readFetches } from './repository.ts'
export { catalogueUrl } from './view.ts'
