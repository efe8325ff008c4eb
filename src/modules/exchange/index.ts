/** The door: members, subsystems and offerings of the integration platform, and who may call what. */
export { authenticateClient, findHolders, issueClientToken } from './authenticate-client.ts'
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
  changeVersionState,
  enterOffering,
  enterSystem,
  grantRight,
  type IssuedKey,
  issueKey,
  type OfferingEntry,
  registerCertificate,
  revokeKey,
  type SystemEntry,
  withdrawRight,
} from './manage-registry.ts'
export type { ConnectionFinding, ConnectionFindings, GatewayWindow } from './ports.ts'
export type { Caller, Offering, OfferingVersion } from './repository.ts'
export { type KeyLine, listKeys, listSubsystems, type SubsystemLine } from './repository-registry.ts'
export { listSubsystems, type SubsystemLine } from './repository-registry.ts'
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
export type { AccessDecision } from './rules/access.ts'
export { chooseVersion } from './rules/choose-version.ts'
export { isCode, readSubsystemId, type SubsystemId, writeSubsystemId } from './rules/identifier.ts'
export { seedDemoExchange } from './seed-demo.ts'
