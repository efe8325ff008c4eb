/** The national portal of public services by its classic adapter, and its stand-in for demonstrations and tests. */
export { PortalUnreachable } from './ask.ts'
export type { CatalogueProcedure } from './catalogue.ts'
export { type NationalPortal, openNationalPortal, type PortalOptions } from './client.ts'
export { type StandInPortal, type StandInPortalOptions, startStandInPortal } from './stand-in.ts'
export type { StandInCatalogue } from './stand-in-calls.ts'
export type { FilingOffer, FilingPerson } from './stand-in-filing.ts'
export { type PortalFault, portalFaults } from './stand-in-line.ts'
export { codeOf, type StateCode, stateNames } from './states.ts'
