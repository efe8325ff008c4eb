export { openNationalVault, type VaultConnection } from './client.ts'
export { printSamplePaper } from './print-sample.ts'
export { type StandInVault, startStandInVault } from './stand-in.ts'
export { type VaultFault, vaultFaults } from './stand-in-line.ts'
