/** The door: members, subsystems and offerings of the integration platform, and who may call what. */
export { authenticateClient, findHolders, issueClientToken } from './authenticate-client.ts'
export { changeVersionState, type StateAnswer, type VersionWish } from './change-version-state.ts'
export { type EndAnswer, type Ending, type EndScope, endSystem, loadEnding } from './end-system.ts'
export { findOffering, mayCall, type OfferingRecord } from './find-offering.ts'
export {
  type Catalogue,
  type CatalogueLine,
  type Circuits,
  loadCatalogue,
  loadLine,
  loadPublicCatalogue,
  type OpenCircuit,
} from './load-catalogue.ts'
export {
  type CertificateEntry,
  enterOffering,
  enterSystem,
  type IssuedKey,
  issueKey,
  type OfferingEntry,
  registerCertificate,
  revokeKey,
  type SystemEntry,
} from './manage-registry.ts'
export {
  daysAround,
  endAccessRight,
  type GrantAnswer,
  grantRight,
  type RightEndAnswer,
} from './manage-rights.ts'
export { endMaintenance, type PlanAnswer, planMaintenance } from './plan-maintenance.ts'
export type {
  ConnectionFinding,
  ConnectionFindings,
  GatewayWindow,
  TopicRightHeld,
  TopicRights,
} from './ports.ts'
export type { ChangeEntry } from './record-change.ts'
export {
  type AccessRight,
  type Caller,
  listRightsTo,
  type Offering,
  type OfferingVersion,
} from './repository.ts'
export { type EndMark, lockSystems } from './repository-ending.ts'
export {
  type EndedSubsystem,
  findMemberName,
  type KeyLine,
  listEndedSubsystems,
  listKeys,
  listSubsystems,
  type SubsystemLine,
} from './repository-registry.ts'
export {
  addTraffic,
  countCalls,
  foldTraffic,
  listMinutes,
  readSilence,
  type Traffic,
  type TrafficOfMinute,
} from './repository-traffic.ts'
export { exchangeRoutes } from './routes.ts'
export {
  type AccessDecision,
  type Days,
  decideRightEnd,
  type EndRefusal,
  rightStandingOn,
} from './rules/access.ts'
export { chooseVersion, findWithdrawn, type VersionState } from './rules/choose-version.ts'
export { isCode, readSubsystemId, type SubsystemId, writeSubsystemId } from './rules/identifier.ts'
export { isUnderWay, type PlannedMaintenance, type Standing, standingAt } from './rules/maintenance.ts'
export { seedDemoExchange } from './seed-demo.ts'
