export type { MinistryConnection } from './calls.ts'
export { type HandingOver, type MinistryOptions, openMinistrySystem } from './client.ts'
export { type StandInMinistry, startStandInMinistry } from './stand-in.ts'
export { type MinistryFault, ministryFaults } from './stand-in-line.ts'
