/** VNeID, the identity provider of citizens, and its stand-in for demonstrations and tests. */

export { readClaimNames } from './claim-names.ts'
export { openVneid, type VneidOptions } from './client.ts'
export { type StandInOptions, type StandInVneid, startStandInVneid } from './stand-in.ts'
export type { VneidFault } from './stand-in-faults.ts'
