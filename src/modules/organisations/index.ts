/** The door: what the rest of the system may use of organisations. */
export {
  findAgencyByCode,
  findCompetentAgency,
  findReceivingDesk,
  getAgency,
  listAgencies,
  listDesks,
} from './find-agency.ts'
export { getOfficer, listOfficers, listOfficersById } from './find-officer.ts'
export { findPlace, type Place } from './find-place.ts'
export { findCommune, findProvince, listSuccessors, listUnits } from './find-unit.ts'
export { importUnits, type OnProgress, type UnitsImported } from './import-units.ts'
export { organisationRoutes } from './routes.ts'
export type { Agency, AgencyKind, Desk, Officer } from './rules/agency.ts'
export type { DemoRole } from './rules/demo-province.ts'
export type { Unit, UnitLevel, UnitSuccessor, UnitType } from './rules/unit.ts'
export { type DemoOfficer, listDemoOfficers, seedDemoProvince } from './seed-demo-province.ts'
