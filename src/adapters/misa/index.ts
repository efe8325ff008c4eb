/** MISA eSign, where officers sign with a key kept for them, and its stand-in for demonstrations and tests. */
export type { MisaOptions } from './calls.ts'
export { openMisa } from './client.ts'
export { type StandInMisa, startStandInMisa } from './stand-in.ts'
