/** The malware scanner, and its stand-in for tests. */
export { openClamd } from './client.ts'
export { type ClamdFault, eicar, type StandInClamd, startStandInClamd } from './stand-in.ts'
