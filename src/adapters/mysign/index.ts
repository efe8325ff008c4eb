/** Viettel MySign, where officers sign with a key kept for them, and its stand-in for demonstrations and tests. */
export type { MysignOptions } from './calls.ts'
export { openMysign } from './client.ts'
export { type StandInMysign, startStandInMysign } from './stand-in.ts'
