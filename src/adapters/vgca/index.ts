/** VGCA, the State's own authority, with the keys of agency seals, and its stand-in for demonstrations and tests. */
export { openVgca, type VgcaOptions } from './client.ts'
export { type StandInVgca, startStandInVgca } from './stand-in.ts'
