/** The door: members, subsystems and offerings of the integration platform, and who may call what. */
export { authenticateClient, findHolders, issueClientToken } from './authenticate-client.ts'
export { catalogueUrl } from './catalogue-view.ts'
export { findOffering, mayCall, type OfferingRecord } from './find-offering.ts'
export type { OpenCircuit } from './load-catalogue.ts'
export {
  changeVersionState,
  enterOffering,
  enterSystem,
  grantRight,
  type IssuedKey,
  issueKey,
  registerCertificate,
  revokeKey,
} from './manage-registry.ts'
export { exchangePages } from './pages.ts'
export type { ConnectionFinding, ConnectionFindings } from './ports.ts'
export type { Caller, Offering, OfferingVersion } from './repository.ts'
export {
  addTraffic,
  countCalls,
  foldTraffic,
  readSilence,
  type Traffic,
  type TrafficOfMinute,
} from './repository-traffic.ts'
export { exchangeRoutes } from './routes.ts'
export type { AccessDecision } from './rules/access.ts'
export { chooseVersion } from './rules/choose-version.ts'
export { readSubsystemId, type SubsystemId, writeSubsystemId } from './rules/identifier.ts'
export { seedDemoExchange } from './seed-demo.ts'
